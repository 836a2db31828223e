-- AlterTable
ALTER TABLE "change" ADD COLUMN     "changed" TEXT[];

-- What follows is not in the models: Prisma has no words for it.
-- What of a thing a transaction touched: columns of its own row, and tables of what belongs to it; null for all of it.
ALTER TYPE "changed_thing" ADD ATTRIBUTE "changed" text[];

CREATE OR REPLACE FUNCTION "log_things"(sort change_entity, things changed_thing[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO change AS c (seq, transaction, at, entity, entity_id, kind, before, after, parties, evict, changed)
  SELECT nextval('change_seq'), current_setting('readout.transaction')::bigint,
    current_setting('readout.at')::timestamptz, sort, id, kind, before, after,
    coalesce(parties, '{}'), coalesce(array_remove(evict, NULL), '{}'), changed
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
      ELSE ARRAY(SELECT DISTINCT unnest(c.evict || excluded.evict)) END,
    changed = CASE WHEN excluded.changed <@ c.changed THEN c.changed
      WHEN excluded.changed IS NOT NULL AND c.changed IS NOT NULL
      THEN ARRAY(SELECT DISTINCT unnest(c.changed || excluded.changed)) END
$$;

CREATE OR REPLACE FUNCTION "log_shown"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM log_things(sort, array_agg(ROW(n.id, CASE WHEN n.shown THEN 'CREATED' END, 0, n.version, NULL, NULL, NULL)::changed_thing))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM log_things(sort, array_agg(ROW(o.id, NULL, o.version, 0, NULL, NULL, NULL)::changed_thing)) FROM old_rows o;
    PERFORM log_gone(sort, array_agg(o.id)) FROM old_rows o;
  ELSE
    PERFORM log_things(sort, array_agg(ROW(n.id,
      CASE WHEN n.shown AND NOT o.shown THEN 'CREATED' WHEN o.shown AND NOT n.shown THEN 'RETRACTED'
        WHEN n.shown THEN 'UPDATED' END, o.version, n.version, parties_of(sort, n.id), NULL,
      ARRAY(SELECT key FROM jsonb_each(to_jsonb(o)) AS was JOIN jsonb_each(to_jsonb(n)) AS now USING (key)
        WHERE was.value <> now.value))::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_plain"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM log_things(sort, array_agg(ROW(n.id, 'CREATED', NULL, NULL, parties_of(sort, n.id), NULL, NULL)::changed_thing))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM log_things(sort, array_agg(ROW(o.id, NULL, NULL, NULL, parties_of(sort, o.id), NULL, NULL)::changed_thing))
    FROM old_rows o;
    PERFORM log_gone(sort, array_agg(o.id)) FROM old_rows o;
  ELSE
    PERFORM log_things(sort, array_agg(ROW(n.id,
      CASE WHEN to_jsonb(o)->>'retracted_at' IS NULL AND to_jsonb(n)->>'retracted_at' IS NOT NULL THEN 'RETRACTED'
        ELSE 'UPDATED' END, NULL, NULL, parties_of(sort, n.id), NULL, NULL)::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_part"() RETURNS trigger LANGUAGE plpgsql AS $$
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
      part.evict, ARRAY[$2])::changed_thing))
    FROM (SELECT r.%I AS id, array_agg(DISTINCT e.tag) AS evict, %s AS had FROM %s r, unnest(ARRAY[%s]::text[]) e(tag)
          GROUP BY 1) part
    LEFT JOIN LATERAL (%s) thing ON true$query$, TG_ARGV[1], had, rows, named, shown) USING sort, TG_TABLE_NAME::text;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_claimed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_things('CONTACT', array_agg(ROW(winner.id, CASE WHEN winner.shown THEN 'UPDATED' END, winner.version,
    winner.version, parties_of('CONTACT', winner.id), NULL, ARRAY['claim'])::changed_thing))
  FROM (
    WITH RECURSIVE led(id) AS (
      SELECT c.merged_into_id FROM (SELECT DISTINCT contact_id FROM new_rows) r JOIN contact c ON c.id = r.contact_id
      WHERE c.merged_into_id IS NOT NULL
      UNION SELECT c.merged_into_id FROM contact c JOIN led ON c.id = led.id WHERE c.merged_into_id IS NOT NULL)
    SELECT contact.* FROM led JOIN contact USING (id)) AS winner;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_things('KEY', ARRAY[ROW(OLD.id, NULL, NULL, NULL, NULL, NULL, NULL)::changed_thing]);
  RETURN NULL;
END $$;

DO $$
DECLARE
  entry text;
BEGIN
  FOREACH entry IN ARRAY ARRAY['log_shown', 'log_plain', 'log_part', 'log_claimed', 'log_key']
  LOOP
    EXECUTE format('ALTER FUNCTION %I() SET search_path FROM CURRENT', entry);
  END LOOP;
END $$;
