-- CreateTable
CREATE TABLE "feed" (
    "name" TEXT NOT NULL,
    "position" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "feed_pkey" PRIMARY KEY ("name")
);
