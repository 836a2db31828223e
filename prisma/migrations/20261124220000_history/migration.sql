-- CreateEnum
CREATE TYPE "role" AS ENUM ('READER', 'CONTRIBUTOR', 'EDITOR', 'ADMIN');

-- CreateEnum
CREATE TYPE "write_action" AS ENUM ('FILED', 'REPORT_RETRACTED', 'CLAIM_RETRACTED', 'VALUE_INFERRED', 'CONTACTS_MERGED', 'MERGE_UNDONE', 'REBUILT');

-- AlterTable
ALTER TABLE "agreement" ADD COLUMN     "shown" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "contact" ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "shown" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "report" ADD COLUMN     "retracted_at" TIMESTAMPTZ(6);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "prefix" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),
    "last_used_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "merge" (
    "id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "into_id" UUID NOT NULL,
    "merged_at" TIMESTAMPTZ(6) NOT NULL,
    "undone_at" TIMESTAMPTZ(6),

    CONSTRAINT "merge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "write" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "actor" TEXT NOT NULL,
    "action" "write_action" NOT NULL,
    "reason" TEXT,
    "report_id" UUID,

    CONSTRAINT "write_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_version" (
    "contact_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "write_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6),
    "shown" BOOLEAN NOT NULL,
    "state" JSONB NOT NULL,
    "kind" "contact_kind" NOT NULL,
    "date_edtf" TEXT,
    "date_earliest" DATE,
    "date_latest" DATE,
    "sort_day" INTEGER NOT NULL,
    "party_set" UUID,
    "independent_outlets" INTEGER NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "report_count" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL,
    "party_ids" UUID[],
    "person_ids" UUID[],
    "topic_ids" UUID[],
    "outlet_ids" UUID[],
    "search_title" TEXT NOT NULL,
    "search_body" TEXT NOT NULL,

    CONSTRAINT "contact_version_pkey" PRIMARY KEY ("contact_id","version")
);

-- CreateTable
CREATE TABLE "agreement_version" (
    "agreement_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "write_id" UUID NOT NULL,
    "valid_from" TIMESTAMPTZ(6) NOT NULL,
    "valid_to" TIMESTAMPTZ(6),
    "shown" BOOLEAN NOT NULL,
    "state" JSONB NOT NULL,

    CONSTRAINT "agreement_version_pkey" PRIMARY KEY ("agreement_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_prefix_key" ON "api_key"("prefix");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_digest_key" ON "api_key"("digest");

-- CreateIndex
CREATE INDEX "merge_from_id_idx" ON "merge"("from_id");

-- CreateIndex
CREATE INDEX "merge_into_id_idx" ON "merge"("into_id");

-- CreateIndex
CREATE INDEX "write_at_idx" ON "write"("at");

-- CreateIndex
CREATE INDEX "write_report_id_at_idx" ON "write"("report_id", "at");

-- CreateIndex
CREATE INDEX "contact_version_valid_from_valid_to_idx" ON "contact_version"("valid_from", "valid_to");

-- CreateIndex
CREATE INDEX "contact_version_party_set_sort_day_contact_id_idx" ON "contact_version"("party_set", "sort_day", "contact_id");

-- CreateIndex
CREATE INDEX "contact_version_write_id_idx" ON "contact_version"("write_id");

-- CreateIndex
CREATE INDEX "agreement_version_write_id_idx" ON "agreement_version"("write_id");

-- CreateIndex
CREATE INDEX "contact_merged_into_id_idx" ON "contact"("merged_into_id");

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merge" ADD CONSTRAINT "merge_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "merge" ADD CONSTRAINT "merge_into_id_fkey" FOREIGN KEY ("into_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "write" ADD CONSTRAINT "write_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_version" ADD CONSTRAINT "contact_version_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_version" ADD CONSTRAINT "contact_version_write_id_fkey" FOREIGN KEY ("write_id") REFERENCES "write"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_write_id_fkey" FOREIGN KEY ("write_id") REFERENCES "write"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is not in the models: Prisma has no words for it.

ALTER TABLE "merge" ADD CONSTRAINT "merge_of_two" CHECK ("from_id" <> "into_id");
ALTER TABLE "merge" ADD CONSTRAINT "merge_undone_after_merged" CHECK ("undone_at" >= "merged_at");
-- A contact is merged into one other at a time.
CREATE UNIQUE INDEX "merge_of_one" ON "merge" ("from_id") WHERE "undone_at" IS NULL;
ALTER TABLE "contact_version" ADD CONSTRAINT "contact_version_in_order" CHECK ("valid_to" >= "valid_from" AND "version" > 0);
ALTER TABLE "agreement_version" ADD CONSTRAINT "agreement_version_in_order" CHECK ("valid_to" >= "valid_from" AND "version" > 0);
