-- CreateEnum
CREATE TYPE "change_kind" AS ENUM ('CREATED', 'UPDATED', 'RETRACTED');

-- CreateEnum
CREATE TYPE "change_entity" AS ENUM ('CONTACT', 'AGREEMENT', 'REPORT', 'PARTY', 'PERSON', 'OFFICE', 'OUTLET', 'TOPIC', 'KEY');

-- CreateTable
CREATE TABLE "change" (
    "seq" BIGINT NOT NULL,
    "transaction" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "entity" "change_entity" NOT NULL,
    "entity_id" UUID NOT NULL,
    "kind" "change_kind",
    "before" INTEGER,
    "after" INTEGER,
    "parties" UUID[],
    "evict" TEXT[],

    CONSTRAINT "change_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "change_log" (
    "id" UUID NOT NULL,
    "pruned_to" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "change_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "change_at_idx" ON "change"("at");

-- CreateIndex
CREATE UNIQUE INDEX "change_transaction_entity_entity_id_key" ON "change"("transaction", "entity", "entity_id");

-- What follows is not in the models: Prisma has no words for it.
INSERT INTO "change_log" ("id") VALUES (gen_random_uuid());
CREATE UNIQUE INDEX "change_log_of_one" ON "change_log" ((true));
CREATE SEQUENCE "change_seq";

-- Numbers and commits go in the same order: a transaction numbers its changes from its first one on, and until it has
-- ended no other does. A transaction's lock is released when others see what it wrote, not before. Taken before the
-- statement locks a row, so that two writers never wait for one another. The same lock as src/history/write.ts takes.
CREATE FUNCTION "begin_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1588396055);
  IF coalesce(current_setting('readout.transaction', true), '') = '' THEN
    PERFORM set_config('readout.transaction', nextval('change_seq')::text, true);
    IF coalesce(current_setting('readout.at', true), '') = '' THEN
      -- The clock may have been put back since the last change. In a form that no setting of the session reads otherwise.
      PERFORM set_config('readout.at', to_char(greatest(clock_timestamp(),
        (SELECT at + interval '1 microsecond' FROM change ORDER BY seq DESC LIMIT 1)) AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), true);
    END IF;
    PERFORM pg_notify('readout_change', current_setting('readout.transaction'));
  END IF;
  RETURN NULL;
END $$;

-- The same turn, for what belongs to the record and is not logged: a writer that begins there, and comes to what is,
-- would else wait for one that has the turn and waits for it.
CREATE FUNCTION "take_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(1588396055);
  RETURN NULL;
END $$;

CREATE TYPE "changed_thing" AS ("id" uuid, "kind" change_kind, "before" int, "after" int, "parties" uuid[], "evict" text[]);

-- Logs things of a sort; a thing that the transaction has changed before stays one row.
CREATE FUNCTION "log_things"(sort change_entity, things changed_thing[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO change AS c (seq, transaction, at, entity, entity_id, kind, before, after, parties, evict)
  SELECT nextval('change_seq'), current_setting('readout.transaction')::bigint,
    current_setting('readout.at')::timestamptz, sort, id, kind, before, after,
    coalesce(parties, '{}'), coalesce(array_remove(evict, NULL), '{}')
  FROM unnest(things) WHERE id IS NOT NULL
  ON CONFLICT (transaction, entity, entity_id) DO UPDATE SET
    kind = CASE
      WHEN excluded.kind IS NULL THEN c.kind
      WHEN c.kind = 'CREATED' AND excluded.kind = 'RETRACTED' THEN NULL
      WHEN c.kind = 'RETRACTED' AND excluded.kind = 'CREATED' THEN 'UPDATED'
      WHEN c.kind IS NOT NULL AND excluded.kind = 'UPDATED' THEN c.kind
      ELSE excluded.kind END,
    after = coalesce(excluded.after, c.after),
    parties = CASE WHEN excluded.parties <@ c.parties THEN c.parties
      ELSE ARRAY(SELECT DISTINCT unnest(c.parties || excluded.parties)) END,
    evict = CASE WHEN excluded.evict <@ c.evict THEN c.evict
      ELSE ARRAY(SELECT DISTINCT unnest(c.evict || excluded.evict)) END
$$;

-- Of what is deleted nothing can be shown, whatever the transaction did to it before.
CREATE FUNCTION "log_gone"(sort change_entity, things uuid[]) RETURNS void LANGUAGE sql AS $$
  UPDATE change SET kind = NULL
  WHERE transaction = current_setting('readout.transaction')::bigint AND entity = sort AND entity_id = ANY(things)
$$;

CREATE FUNCTION "parties_of"(sort change_entity, thing uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT CASE sort
    WHEN 'CONTACT' THEN ARRAY(SELECT party_id FROM contact_party WHERE contact_id = thing)
    WHEN 'AGREEMENT' THEN ARRAY(SELECT party_id FROM agreement_party WHERE agreement_id = thing)
    WHEN 'REPORT' THEN ARRAY(
      SELECT p.party_id FROM contact_report r JOIN contact_party p USING (contact_id) WHERE r.report_id = thing
      UNION SELECT p.party_id FROM agreement_report r JOIN agreement_party p USING (agreement_id)
      WHERE r.report_id = thing)
    WHEN 'PARTY' THEN ARRAY[thing]
    ELSE '{}' END
$$;

-- On contact and agreement: TG_ARGV is the entity.
CREATE FUNCTION "log_shown"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM log_things(sort, array_agg(ROW(n.id, CASE WHEN n.shown THEN 'CREATED' END, 0, n.version, NULL, NULL)::changed_thing))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM log_things(sort, array_agg(ROW(o.id, NULL, o.version, 0, NULL, NULL)::changed_thing)) FROM old_rows o;
    PERFORM log_gone(sort, array_agg(o.id)) FROM old_rows o;
  ELSE
    PERFORM log_things(sort, array_agg(ROW(n.id,
      CASE WHEN n.shown AND NOT o.shown THEN 'CREATED' WHEN o.shown AND NOT n.shown THEN 'RETRACTED'
        WHEN n.shown THEN 'UPDATED' END, o.version, n.version, parties_of(sort, n.id), NULL)::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

-- On what has no versions: TG_ARGV is the entity.
CREATE FUNCTION "log_plain"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM log_things(sort, array_agg(ROW(n.id, 'CREATED', NULL, NULL, parties_of(sort, n.id), NULL)::changed_thing))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM log_things(sort, array_agg(ROW(o.id, NULL, NULL, NULL, parties_of(sort, o.id), NULL)::changed_thing))
    FROM old_rows o;
    PERFORM log_gone(sort, array_agg(o.id)) FROM old_rows o;
  ELSE
    PERFORM log_things(sort, array_agg(ROW(n.id,
      CASE WHEN to_jsonb(o)->>'retracted_at' IS NULL AND to_jsonb(n)->>'retracted_at' IS NOT NULL THEN 'RETRACTED'
        ELSE 'UPDATED' END, NULL, NULL, parties_of(sort, n.id), NULL)::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

-- On what belongs to a thing: TG_ARGV is the entity, the column of its id, and "name:column" for each other thing that
-- the row names.
CREATE FUNCTION "log_part"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
  named text := 'NULL';
  rows text := CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows'
    ELSE '((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows))' END;
  shown text := CASE sort
    WHEN 'CONTACT' THEN 'SELECT CASE WHEN s.shown THEN ''UPDATED'' END AS kind, s.version FROM contact s WHERE s.id = part.id'
    WHEN 'AGREEMENT' THEN 'SELECT CASE WHEN s.shown THEN ''UPDATED'' END AS kind, s.version FROM agreement s WHERE s.id = part.id'
    ELSE 'SELECT ''UPDATED'' AS kind, NULL::int AS version' END;
  -- Rows that are gone tell of parties that the thing had.
  had text := CASE WHEN TG_OP <> 'INSERT' AND TG_TABLE_NAME IN ('contact_party', 'agreement_party')
    THEN 'array_agg(r.party_id)' ELSE 'NULL::uuid[]' END;
BEGIN
  FOR place IN 2 .. TG_NARGS - 1 LOOP
    named := concat_ws(', ', nullif(named, 'NULL'),
      format('%L || r.%I', split_part(TG_ARGV[place], ':', 1) || ':', split_part(TG_ARGV[place], ':', 2)));
  END LOOP;
  EXECUTE format($query$
    SELECT log_things($1, array_agg(ROW(part.id, thing.kind, thing.version, thing.version,
      CASE WHEN part.had IS NULL THEN parties_of($1, part.id)
        ELSE ARRAY(SELECT unnest(parties_of($1, part.id)) UNION SELECT unnest(part.had)) END,
      part.evict)::changed_thing))
    FROM (SELECT r.%I AS id, array_agg(DISTINCT e.tag) AS evict, %s AS had FROM %s r, unnest(ARRAY[%s]::text[]) e(tag)
          GROUP BY 1) part
    LEFT JOIN LATERAL (%s) thing ON true$query$, TG_ARGV[1], had, rows, named, shown) USING sort;
  RETURN NULL;
END $$;

-- On claims: those on a contact that was merged into another count as that one's.
CREATE FUNCTION "log_claimed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_things('CONTACT', array_agg(ROW(winner.id, CASE WHEN winner.shown THEN 'UPDATED' END, winner.version,
    winner.version, parties_of('CONTACT', winner.id), NULL)::changed_thing))
  FROM (
    WITH RECURSIVE led(id) AS (
      SELECT c.merged_into_id FROM (SELECT DISTINCT contact_id FROM new_rows) r JOIN contact c ON c.id = r.contact_id
      WHERE c.merged_into_id IS NOT NULL
      UNION SELECT c.merged_into_id FROM contact c JOIN led ON c.id = led.id WHERE c.merged_into_id IS NOT NULL)
    SELECT contact.* FROM led JOIN contact USING (id)) AS winner;
  RETURN NULL;
END $$;

-- On the reports of contacts and agreements: a report that the transaction has filed or changed concerns their parties.
CREATE FUNCTION "log_reported"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change c SET parties = ARRAY(SELECT DISTINCT unnest(c.parties || parties_of('REPORT', c.entity_id)))
  WHERE transaction = current_setting('readout.transaction')::bigint AND entity = 'REPORT'
    AND entity_id IN (SELECT report_id FROM new_rows);
  RETURN NULL;
END $$;

DO $$
DECLARE
  logged text[] := ARRAY[
    'contact', 'log_shown', '''CONTACT''',
    'agreement', 'log_shown', '''AGREEMENT''',
    'report', 'log_plain', '''REPORT''',
    'party', 'log_plain', '''PARTY''',
    'person', 'log_plain', '''PERSON''',
    'office', 'log_plain', '''OFFICE''',
    'outlet', 'log_plain', '''OUTLET''',
    'topic', 'log_plain', '''TOPIC''',
    'participation', 'log_part', '''CONTACT'', ''contact_id'', ''person:person_id'', ''office:office_id''',
    'contact_party', 'log_part', '''CONTACT'', ''contact_id'', ''party:party_id''',
    'contact_topic', 'log_part', '''CONTACT'', ''contact_id'', ''topic:topic_id''',
    'contact_agreement', 'log_part', '''CONTACT'', ''contact_id'', ''agreement:agreement_id''',
    'contact_report', 'log_part', '''CONTACT'', ''contact_id'', ''report:report_id''',
    'agreement_act', 'log_part', '''AGREEMENT'', ''agreement_id''',
    'act_person', 'log_part', '''AGREEMENT'', ''agreement_id'', ''person:person_id''',
    'agreement_party', 'log_part', '''AGREEMENT'', ''agreement_id'', ''party:party_id''',
    'agreement_report', 'log_part', '''AGREEMENT'', ''agreement_id'', ''report:report_id''',
    'claim', 'log_part', '''CONTACT'', ''contact_id''',
    'claim', 'log_part', '''AGREEMENT'', ''agreement_id''',
    'claim', 'log_part', '''REPORT'', ''report_id''',
    'merge', 'log_part', '''CONTACT'', ''from_id''',
    'merge', 'log_part', '''CONTACT'', ''into_id''',
    'citation', 'log_part', '''REPORT'', ''citing_id'', ''report:cited_id''',
    'outlet_voice', 'log_part', '''OUTLET'', ''outlet_id'', ''office:office_id''',
    'party_member', 'log_part', '''PARTY'', ''organization_id'', ''party:member_id''',
    'person_name', 'log_part', '''PERSON'', ''person_id''',
    'tenure', 'log_part', '''PERSON'', ''person_id'', ''office:office_id'''];
  place int;
BEGIN
  FOR place IN 1 .. array_length(logged, 1) BY 3 LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER begin_change BEFORE INSERT OR UPDATE OR DELETE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION begin_change()', logged[place]);
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', 'log_insert_' || place, logged[place], logged[place + 1], logged[place + 2]);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', 'log_update_' || place, logged[place], logged[place + 1], logged[place + 2]);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS old_rows
      FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', 'log_delete_' || place, logged[place], logged[place + 1], logged[place + 2]);
  END LOOP;
END $$;

DO $$
DECLARE
  unlogged text;
BEGIN
  FOREACH unlogged IN ARRAY ARRAY['contact_key', 'contact_version', 'agreement_version', 'merge', 'write', 'search_entry']
  LOOP
    EXECUTE format('CREATE TRIGGER take_turn BEFORE INSERT OR UPDATE OR DELETE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION take_turn()', unlogged);
  END LOOP;
END $$;

CREATE TRIGGER "log_reported" AFTER INSERT ON "contact_report" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_reported();
CREATE TRIGGER "log_reported" AFTER INSERT ON "agreement_report" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_reported();

CREATE TRIGGER "log_claimed_insert" AFTER INSERT ON "claim" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_claimed();
CREATE TRIGGER "log_claimed_update" AFTER UPDATE ON "claim" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION log_claimed();

-- A key that is revoked, or whose role is changed, is no longer what it was when a subscription began.
CREATE TRIGGER "begin_change" BEFORE UPDATE OF "revoked_at", "expires_at", "role" OR DELETE ON "api_key"
  FOR EACH STATEMENT EXECUTE FUNCTION begin_change();
CREATE FUNCTION "log_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_things('KEY', ARRAY[ROW(OLD.id, NULL, NULL, NULL, NULL, NULL)::changed_thing]);
  RETURN NULL;
END $$;
CREATE TRIGGER "log_key" AFTER UPDATE OF "revoked_at", "expires_at", "role" OR DELETE ON "api_key"
  FOR EACH ROW EXECUTE FUNCTION log_key();

-- Whatever the path of the session that writes, as where data is restored.
DO $$
DECLARE
  entry text;
BEGIN
  FOREACH entry IN ARRAY ARRAY['begin_change', 'take_turn', 'log_shown', 'log_plain', 'log_part', 'log_reported',
    'log_claimed', 'log_key']
  LOOP
    EXECUTE format('ALTER FUNCTION %I() SET search_path FROM CURRENT', entry);
  END LOOP;
END $$;
