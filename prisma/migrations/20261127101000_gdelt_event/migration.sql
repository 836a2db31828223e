-- CreateTable
CREATE TABLE "gdelt_event" (
    "id" TEXT NOT NULL,
    "row" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "gdelt_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "gdelt_event_read_at_id_idx" ON "gdelt_event"("read_at", "id");
