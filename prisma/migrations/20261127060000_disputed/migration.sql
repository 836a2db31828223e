-- CreateIndex
CREATE INDEX "contact_disputed_sort_day_id_idx" ON "contact"("disputed", "sort_day", "id");

-- CreateIndex
CREATE INDEX "contact_independent_outlets_idx" ON "contact"("independent_outlets");
