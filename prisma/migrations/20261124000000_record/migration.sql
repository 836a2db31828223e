-- CreateEnum
CREATE TYPE "agreement_kind" AS ENUM ('TREATY', 'PLAN', 'FOUNDING_ACT', 'DECLARATION', 'MEMORANDUM', 'OTHER');

-- CreateEnum
CREATE TYPE "agreement_act_kind" AS ENUM ('SIGNED', 'ENDORSED', 'RATIFIED', 'ENTERED_INTO_FORCE', 'TERMINATED');

-- CreateEnum
CREATE TYPE "claim_field" AS ENUM ('OCCURRENCE', 'KIND', 'DATE', 'DURATION', 'PARTICIPANTS', 'TOPICS', 'PLACE', 'SEQUENCE', 'AGREEMENTS', 'CHANNEL', 'EVENT', 'PURPOSE', 'NOTE', 'TITLE', 'SIGNATORIES', 'ENDORSERS', 'ESTABLISHES', 'PARTIES');

-- CreateEnum
CREATE TYPE "stance" AS ENUM ('STATES', 'CONFIRMS', 'HEDGES', 'DENIES', 'WITHHOLDS', 'INFERRED');

-- CreateEnum
CREATE TYPE "contact_kind" AS ENUM ('CALL', 'SUMMIT', 'VISIT', 'ENCOUNTER', 'EXCHANGE');

-- CreateEnum
CREATE TYPE "call_channel" AS ENUM ('TELEPHONE', 'VIDEO');

-- CreateEnum
CREATE TYPE "participation_role" AS ENUM ('INITIATOR', 'HOST', 'GUEST', 'PARTICIPANT', 'DELEGATE');

-- CreateEnum
CREATE TYPE "outlet_kind" AS ENUM ('PRESS_SERVICE', 'SPOKESPERSON', 'TELEGRAM_CHANNEL', 'NEWS_AGENCY', 'NEWSPAPER', 'BROADCASTER', 'WEBSITE', 'GOVERNMENT', 'DATASET');

-- CreateEnum
CREATE TYPE "party_kind" AS ENUM ('STATE', 'ORGANIZATION');

-- CreateEnum
CREATE TYPE "report_kind" AS ENUM ('STATEMENT', 'POST', 'ARTICLE', 'READOUT', 'RECORD');

-- CreateEnum
CREATE TYPE "search_kind" AS ENUM ('STATE', 'ORGANIZATION', 'PERSON', 'OFFICE', 'TOPIC', 'CONTACT', 'AGREEMENT', 'OUTLET', 'REPORT');

-- CreateTable
CREATE TABLE "agreement" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" "agreement_kind" NOT NULL,
    "establishes_id" UUID,
    "purpose" TEXT,
    "sort_day" INTEGER NOT NULL,
    "independent_outlets" INTEGER NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agreement_act" (
    "agreement_id" UUID NOT NULL,
    "kind" "agreement_act_kind" NOT NULL,
    "date_edtf" TEXT,
    "date_earliest" DATE,
    "date_latest" DATE,

    CONSTRAINT "agreement_act_pkey" PRIMARY KEY ("agreement_id","kind")
);

-- CreateTable
CREATE TABLE "act_person" (
    "agreement_id" UUID NOT NULL,
    "kind" "agreement_act_kind" NOT NULL,
    "position" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,

    CONSTRAINT "act_person_pkey" PRIMARY KEY ("agreement_id","kind","position")
);

-- CreateTable
CREATE TABLE "agreement_party" (
    "agreement_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sort_day" INTEGER NOT NULL,

    CONSTRAINT "agreement_party_pkey" PRIMARY KEY ("agreement_id","party_id")
);

-- CreateTable
CREATE TABLE "agreement_report" (
    "agreement_id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "sort_day" INTEGER NOT NULL,

    CONSTRAINT "agreement_report_pkey" PRIMARY KEY ("agreement_id","report_id")
);

-- CreateTable
CREATE TABLE "claim" (
    "id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "contact_id" UUID,
    "agreement_id" UUID,
    "field" "claim_field" NOT NULL,
    "value" TEXT,
    "stance" "stance" NOT NULL,
    "quote" TEXT,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retracted_at" TIMESTAMPTZ(6),

    CONSTRAINT "claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact" (
    "id" UUID NOT NULL,
    "kind" "contact_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "channel" "call_channel",
    "place" TEXT,
    "host_id" UUID,
    "event" TEXT,
    "purpose" TEXT,
    "note" TEXT,
    "date_edtf" TEXT,
    "date_earliest" DATE,
    "date_latest" DATE,
    "sort_day" INTEGER NOT NULL,
    "duration_iso8601" TEXT,
    "duration_approximate" BOOLEAN,
    "party_set" UUID,
    "independent_outlets" INTEGER NOT NULL,
    "disputed" BOOLEAN NOT NULL,
    "report_count" INTEGER NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contact_key" (
    "key" TEXT NOT NULL,
    "contact_id" UUID NOT NULL,

    CONSTRAINT "contact_key_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "participation" (
    "contact_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "person_id" UUID,
    "party_id" UUID,
    "office_id" UUID,
    "role" "participation_role" NOT NULL,

    CONSTRAINT "participation_pkey" PRIMARY KEY ("contact_id","position")
);

-- CreateTable
CREATE TABLE "contact_party" (
    "contact_id" UUID NOT NULL,
    "party_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sort_day" INTEGER NOT NULL,

    CONSTRAINT "contact_party_pkey" PRIMARY KEY ("contact_id","party_id")
);

-- CreateTable
CREATE TABLE "contact_topic" (
    "contact_id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "contact_topic_pkey" PRIMARY KEY ("contact_id","topic_id")
);

-- CreateTable
CREATE TABLE "contact_agreement" (
    "contact_id" UUID NOT NULL,
    "agreement_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "contact_agreement_pkey" PRIMARY KEY ("contact_id","agreement_id")
);

-- CreateTable
CREATE TABLE "contact_report" (
    "contact_id" UUID NOT NULL,
    "report_id" UUID NOT NULL,
    "sort_day" INTEGER NOT NULL,

    CONSTRAINT "contact_report_pkey" PRIMARY KEY ("contact_id","report_id")
);

-- CreateTable
CREATE TABLE "outlet" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "outlet_kind" NOT NULL,
    "country_id" UUID,
    "url" TEXT,

    CONSTRAINT "outlet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outlet_voice" (
    "outlet_id" UUID NOT NULL,
    "office_id" UUID NOT NULL,

    CONSTRAINT "outlet_voice_pkey" PRIMARY KEY ("outlet_id","office_id")
);

-- CreateTable
CREATE TABLE "party" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "kind" "party_kind" NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "party_member" (
    "organization_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "party_member_pkey" PRIMARY KEY ("organization_id","member_id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_name" (
    "person_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "person_name_pkey" PRIMARY KEY ("person_id","language","name")
);

-- CreateTable
CREATE TABLE "office" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "party_id" UUID NOT NULL,

    CONSTRAINT "office_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenure" (
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "office_id" UUID NOT NULL,
    "from_edtf" TEXT,
    "from_earliest" DATE,
    "from_latest" DATE,
    "to_edtf" TEXT,
    "to_earliest" DATE,
    "to_latest" DATE,

    CONSTRAINT "tenure_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" UUID NOT NULL,
    "outlet_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "kind" "report_kind" NOT NULL,
    "published_edtf" TEXT,
    "published_earliest" DATE,
    "published_latest" DATE,
    "sort_day" INTEGER NOT NULL,
    "url" TEXT,
    "language" TEXT,
    "speaker_id" UUID,
    "key" TEXT,
    "digest" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "citation" (
    "citing_id" UUID NOT NULL,
    "cited_id" UUID NOT NULL,

    CONSTRAINT "citation_pkey" PRIMARY KEY ("citing_id","cited_id")
);

-- CreateTable
CREATE TABLE "search_entry" (
    "kind" "search_kind" NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("kind","id")
);

-- CreateTable
CREATE TABLE "topic" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "topic_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "agreement_slug_key" ON "agreement"("slug");

-- CreateIndex
CREATE INDEX "agreement_sort_day_id_idx" ON "agreement"("sort_day", "id");

-- CreateIndex
CREATE INDEX "agreement_establishes_id_idx" ON "agreement"("establishes_id");

-- CreateIndex
CREATE INDEX "act_person_person_id_idx" ON "act_person"("person_id");

-- CreateIndex
CREATE INDEX "agreement_party_party_id_sort_day_agreement_id_idx" ON "agreement_party"("party_id", "sort_day", "agreement_id");

-- CreateIndex
CREATE INDEX "agreement_report_agreement_id_sort_day_report_id_idx" ON "agreement_report"("agreement_id", "sort_day", "report_id");

-- CreateIndex
CREATE INDEX "agreement_report_report_id_idx" ON "agreement_report"("report_id");

-- CreateIndex
CREATE INDEX "claim_contact_id_idx" ON "claim"("contact_id");

-- CreateIndex
CREATE INDEX "claim_agreement_id_idx" ON "claim"("agreement_id");

-- CreateIndex
CREATE UNIQUE INDEX "claim_report_id_position_key" ON "claim"("report_id", "position");

-- CreateIndex
CREATE INDEX "contact_sort_day_id_idx" ON "contact"("sort_day", "id");

-- CreateIndex
CREATE INDEX "contact_kind_sort_day_id_idx" ON "contact"("kind", "sort_day", "id");

-- CreateIndex
CREATE INDEX "contact_party_set_sort_day_id_idx" ON "contact"("party_set", "sort_day", "id");

-- CreateIndex
CREATE INDEX "contact_recorded_at_id_idx" ON "contact"("recorded_at", "id");

-- CreateIndex
CREATE INDEX "contact_report_count_id_idx" ON "contact"("report_count", "id");

-- CreateIndex
CREATE INDEX "contact_date_latest_idx" ON "contact"("date_latest");

-- CreateIndex
CREATE INDEX "contact_host_id_idx" ON "contact"("host_id");

-- CreateIndex
CREATE INDEX "contact_key_contact_id_idx" ON "contact_key"("contact_id");

-- CreateIndex
CREATE INDEX "participation_person_id_contact_id_idx" ON "participation"("person_id", "contact_id");

-- CreateIndex
CREATE INDEX "participation_party_id_idx" ON "participation"("party_id");

-- CreateIndex
CREATE INDEX "participation_office_id_idx" ON "participation"("office_id");

-- CreateIndex
CREATE INDEX "contact_party_party_id_sort_day_contact_id_idx" ON "contact_party"("party_id", "sort_day", "contact_id");

-- CreateIndex
CREATE INDEX "contact_topic_topic_id_contact_id_idx" ON "contact_topic"("topic_id", "contact_id");

-- CreateIndex
CREATE INDEX "contact_agreement_agreement_id_idx" ON "contact_agreement"("agreement_id");

-- CreateIndex
CREATE INDEX "contact_report_contact_id_sort_day_report_id_idx" ON "contact_report"("contact_id", "sort_day", "report_id");

-- CreateIndex
CREATE INDEX "contact_report_report_id_idx" ON "contact_report"("report_id");

-- CreateIndex
CREATE UNIQUE INDEX "outlet_slug_key" ON "outlet"("slug");

-- CreateIndex
CREATE INDEX "outlet_country_id_idx" ON "outlet"("country_id");

-- CreateIndex
CREATE INDEX "outlet_voice_office_id_idx" ON "outlet_voice"("office_id");

-- CreateIndex
CREATE UNIQUE INDEX "party_key_key" ON "party"("key");

-- CreateIndex
CREATE INDEX "party_kind_key_idx" ON "party"("kind", "key");

-- CreateIndex
CREATE INDEX "party_member_member_id_idx" ON "party_member"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "person_slug_key" ON "person"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "office_slug_key" ON "office"("slug");

-- CreateIndex
CREATE INDEX "office_party_id_idx" ON "office"("party_id");

-- CreateIndex
CREATE INDEX "tenure_person_id_idx" ON "tenure"("person_id");

-- CreateIndex
CREATE INDEX "tenure_office_id_idx" ON "tenure"("office_id");

-- CreateIndex
CREATE UNIQUE INDEX "report_key_key" ON "report"("key");

-- CreateIndex
CREATE INDEX "report_sort_day_id_idx" ON "report"("sort_day", "id");

-- CreateIndex
CREATE INDEX "report_outlet_id_sort_day_id_idx" ON "report"("outlet_id", "sort_day", "id");

-- CreateIndex
CREATE INDEX "report_speaker_id_idx" ON "report"("speaker_id");

-- CreateIndex
CREATE INDEX "report_url_idx" ON "report"("url");

-- CreateIndex
CREATE INDEX "citation_cited_id_idx" ON "citation"("cited_id");

-- CreateIndex
CREATE UNIQUE INDEX "topic_slug_key" ON "topic"("slug");

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_establishes_id_fkey" FOREIGN KEY ("establishes_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_act" ADD CONSTRAINT "agreement_act_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "act_person" ADD CONSTRAINT "act_person_agreement_id_kind_fkey" FOREIGN KEY ("agreement_id", "kind") REFERENCES "agreement_act"("agreement_id", "kind") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "act_person" ADD CONSTRAINT "act_person_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_party" ADD CONSTRAINT "agreement_party_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_party" ADD CONSTRAINT "agreement_party_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_report" ADD CONSTRAINT "agreement_report_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement_report" ADD CONSTRAINT "agreement_report_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_host_id_fkey" FOREIGN KEY ("host_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_key" ADD CONSTRAINT "contact_key_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participation" ADD CONSTRAINT "participation_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_party" ADD CONSTRAINT "contact_party_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_party" ADD CONSTRAINT "contact_party_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_topic" ADD CONSTRAINT "contact_topic_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_topic" ADD CONSTRAINT "contact_topic_topic_id_fkey" FOREIGN KEY ("topic_id") REFERENCES "topic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_agreement" ADD CONSTRAINT "contact_agreement_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_agreement" ADD CONSTRAINT "contact_agreement_agreement_id_fkey" FOREIGN KEY ("agreement_id") REFERENCES "agreement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_report" ADD CONSTRAINT "contact_report_contact_id_fkey" FOREIGN KEY ("contact_id") REFERENCES "contact"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact_report" ADD CONSTRAINT "contact_report_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_country_id_fkey" FOREIGN KEY ("country_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outlet_voice" ADD CONSTRAINT "outlet_voice_outlet_id_fkey" FOREIGN KEY ("outlet_id") REFERENCES "outlet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outlet_voice" ADD CONSTRAINT "outlet_voice_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_member" ADD CONSTRAINT "party_member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "party_member" ADD CONSTRAINT "party_member_member_id_fkey" FOREIGN KEY ("member_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "person_name" ADD CONSTRAINT "person_name_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "office" ADD CONSTRAINT "office_party_id_fkey" FOREIGN KEY ("party_id") REFERENCES "party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenure" ADD CONSTRAINT "tenure_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenure" ADD CONSTRAINT "tenure_office_id_fkey" FOREIGN KEY ("office_id") REFERENCES "office"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_outlet_id_fkey" FOREIGN KEY ("outlet_id") REFERENCES "outlet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report" ADD CONSTRAINT "report_speaker_id_fkey" FOREIGN KEY ("speaker_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_citing_id_fkey" FOREIGN KEY ("citing_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "citation" ADD CONSTRAINT "citation_cited_id_fkey" FOREIGN KEY ("cited_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is not in the models: Prisma has no words for it.

-- Names that are keys.
ALTER TABLE "party" ADD CONSTRAINT "party_key_fits_kind" CHECK (
  CASE "kind" WHEN 'STATE' THEN "key" ~ '^[A-Z]{2}([A-Z]{2})?$' ELSE "key" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' END);
ALTER TABLE "person" ADD CONSTRAINT "person_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "office" ADD CONSTRAINT "office_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "topic" ADD CONSTRAINT "topic_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "outlet" ADD CONSTRAINT "outlet_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_slug_form" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');

-- A contact's kind decides which columns may be filled.
ALTER TABLE "contact" ADD CONSTRAINT "contact_columns_fit_kind" CHECK (
  ("channel" IS NULL OR "kind" = 'CALL')
  AND ("place" IS NULL OR "kind" IN ('SUMMIT', 'VISIT', 'ENCOUNTER'))
  AND ("host_id" IS NULL OR "kind" IN ('SUMMIT', 'VISIT'))
  AND ("event" IS NULL OR "kind" = 'SUMMIT')
  AND ("purpose" IS NULL OR "kind" = 'VISIT')
  AND ("note" IS NULL OR "kind" = 'EXCHANGE'));
ALTER TABLE "contact" ADD CONSTRAINT "contact_counts" CHECK ("independent_outlets" >= 0 AND "report_count" >= 0);
ALTER TABLE "contact" ADD CONSTRAINT "contact_duration_whole" CHECK (
  ("duration_iso8601" IS NULL) = ("duration_approximate" IS NULL));

-- Bounds come with their expression, and in order.
ALTER TABLE "contact" ADD CONSTRAINT "contact_date_bounds" CHECK (
  "date_earliest" <= "date_latest" AND "date_edtf" IS NOT NULL
  OR ("date_earliest" IS NULL OR "date_latest" IS NULL)
     AND ("date_edtf" IS NOT NULL OR "date_earliest" IS NULL AND "date_latest" IS NULL));
ALTER TABLE "agreement_act" ADD CONSTRAINT "agreement_act_date_bounds" CHECK (
  "date_earliest" <= "date_latest" AND "date_edtf" IS NOT NULL
  OR ("date_earliest" IS NULL OR "date_latest" IS NULL)
     AND ("date_edtf" IS NOT NULL OR "date_earliest" IS NULL AND "date_latest" IS NULL));
ALTER TABLE "report" ADD CONSTRAINT "report_published_bounds" CHECK (
  "published_earliest" <= "published_latest" AND "published_edtf" IS NOT NULL
  OR ("published_earliest" IS NULL OR "published_latest" IS NULL)
     AND ("published_edtf" IS NOT NULL OR "published_earliest" IS NULL AND "published_latest" IS NULL));

-- A participation names somebody.
ALTER TABLE "participation" ADD CONSTRAINT "participation_names_somebody" CHECK (
  "person_id" IS NOT NULL OR "party_id" IS NOT NULL OR "office_id" IS NOT NULL);

-- A claim is about one thing, in a field of that thing, and gives a value unless it withholds it.
ALTER TABLE "claim" ADD CONSTRAINT "claim_has_one_subject" CHECK (
  ("contact_id" IS NULL) <> ("agreement_id" IS NULL));
ALTER TABLE "claim" ADD CONSTRAINT "claim_field_fits_subject" CHECK (
  CASE WHEN "contact_id" IS NOT NULL
    THEN "field" IN ('OCCURRENCE', 'KIND', 'DATE', 'DURATION', 'PARTICIPANTS', 'TOPICS', 'PLACE', 'SEQUENCE',
                     'AGREEMENTS', 'CHANNEL', 'EVENT', 'PURPOSE', 'NOTE')
    ELSE "field" IN ('OCCURRENCE', 'TITLE', 'KIND', 'DATE', 'SIGNATORIES', 'ENDORSERS', 'ESTABLISHES', 'PURPOSE',
                     'PARTIES')
  END);
ALTER TABLE "claim" ADD CONSTRAINT "claim_gives_a_value" CHECK (("value" IS NULL) = ("stance" = 'WITHHOLDS'));
ALTER TABLE "claim" ADD CONSTRAINT "claim_retracted_after_recorded" CHECK ("retracted_at" >= "recorded_at");

-- Citations form no circle.
ALTER TABLE "citation" ADD CONSTRAINT "citation_not_of_itself" CHECK ("citing_id" <> "cited_id");
CREATE FUNCTION "citation_refuse_circle"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    WITH RECURSIVE led_to(id) AS (
      SELECT NEW."cited_id"
      UNION
      SELECT c."cited_id" FROM "citation" c JOIN led_to ON c."citing_id" = led_to.id
    )
    SELECT FROM led_to WHERE id = NEW."citing_id"
  ) THEN
    RAISE EXCEPTION 'report % cites % and would be cited by it in the end', NEW."citing_id", NEW."cited_id"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'citation_without_circle';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "citation_without_circle" BEFORE INSERT OR UPDATE ON "citation"
  FOR EACH ROW EXECUTE FUNCTION "citation_refuse_circle"();

-- Full text. The words are folded to ASCII lower case before they are stored, so that the plain configuration fits
-- every language.
CREATE FUNCTION "search_vector"(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', title), 'A') || setweight(to_tsvector('pg_catalog.simple', body), 'C')
$$;
CREATE INDEX "search_entry_words" ON "search_entry" USING gin ("search_vector"("title", "body"));
