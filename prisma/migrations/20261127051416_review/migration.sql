-- CreateTable
CREATE TABLE "review" (
    "report_id" UUID NOT NULL,
    "text" TEXT,
    "reviewed_at" TIMESTAMPTZ(6),
    "accepted" TEXT[],
    "subjects" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "review_pkey" PRIMARY KEY ("report_id")
);

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "report"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What follows is not in the models: Prisma has no words for it.
CREATE INDEX "review_waiting" ON "review" ("report_id") WHERE "reviewed_at" IS NULL;
CREATE TRIGGER "take_turn" BEFORE INSERT OR UPDATE OR DELETE ON "review" FOR EACH STATEMENT EXECUTE FUNCTION take_turn();
