-- What lies in a period is found by both bounds of its date at once; a missing bound is none.
DROP INDEX "contact_date_latest_idx";

CREATE INDEX "contact_dates" ON "contact" USING gist (daterange("date_earliest", "date_latest", '[]'));
