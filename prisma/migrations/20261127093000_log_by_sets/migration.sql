-- The same rows of the log as before, at less cost to whoever writes much.
-- The parties that a thing concerns. PostgreSQL puts a function that gives rows into the statement that calls it, and
-- plans it there once; one that gives an array it would run for each thing by itself.
CREATE FUNCTION "party_ids_of"(sort change_entity, thing uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT party_id FROM contact_party WHERE sort = 'CONTACT' AND contact_id = thing
  UNION ALL SELECT party_id FROM agreement_party WHERE sort = 'AGREEMENT' AND agreement_id = thing
  UNION ALL SELECT DISTINCT party_id FROM (
    SELECT p.party_id FROM contact_report r JOIN contact_party p USING (contact_id) WHERE r.report_id = thing
    UNION ALL SELECT p.party_id FROM agreement_report r JOIN agreement_party p USING (agreement_id)
    WHERE r.report_id = thing) AS of_report WHERE sort = 'REPORT'
  UNION ALL SELECT thing WHERE sort = 'PARTY'
$$;

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
  -- A row that tells all of it already is left.
  WHERE excluded.kind IS DISTINCT FROM c.kind AND (c.kind IS NULL OR excluded.kind <> 'UPDATED')
    OR excluded.after <> c.after OR excluded.after IS NOT NULL AND c.after IS NULL
    OR NOT excluded.parties <@ c.parties OR NOT excluded.evict <@ c.evict
    OR c.changed IS NOT NULL AND (excluded.changed <@ c.changed) IS NOT TRUE
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
        WHEN n.shown THEN 'UPDATED' END, o.version, n.version, ARRAY(SELECT p FROM party_ids_of(sort, n.id) p), NULL,
      -- Each column is looked up in the row as it was, not found among all of them.
      ARRAY(SELECT key FROM jsonb_each(to_jsonb(n)) AS now WHERE now.value <> was.row -> now.key))::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) CROSS JOIN LATERAL (SELECT to_jsonb(o) AS row OFFSET 0) AS was
    WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_plain"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM log_things(sort, array_agg(ROW(n.id, 'CREATED', NULL, NULL, ARRAY(SELECT p FROM party_ids_of(sort, n.id) p), NULL, NULL)::changed_thing))
    FROM new_rows n;
  ELSIF TG_OP = 'DELETE' THEN
    PERFORM log_things(sort, array_agg(ROW(o.id, NULL, NULL, NULL, ARRAY(SELECT p FROM party_ids_of(sort, o.id) p), NULL, NULL)::changed_thing))
    FROM old_rows o;
    PERFORM log_gone(sort, array_agg(o.id)) FROM old_rows o;
  ELSE
    PERFORM log_things(sort, array_agg(ROW(n.id,
      CASE WHEN to_jsonb(o)->>'retracted_at' IS NULL AND to_jsonb(n)->>'retracted_at' IS NOT NULL THEN 'RETRACTED'
        ELSE 'UPDATED' END, NULL, NULL, ARRAY(SELECT p FROM party_ids_of(sort, n.id) p), NULL, NULL)::changed_thing))
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
      CASE WHEN part.had IS NULL THEN ARRAY(SELECT p FROM party_ids_of($1, part.id) p)
        ELSE ARRAY(SELECT p FROM party_ids_of($1, part.id) p UNION SELECT unnest(part.had)) END,
      part.evict, ARRAY[$2])::changed_thing))
    FROM (SELECT r.%I AS id, array_agg(DISTINCT e.tag) AS evict, %s AS had FROM %s r, unnest(ARRAY[%s]::text[]) e(tag)
          GROUP BY 1) part
    LEFT JOIN LATERAL (%s) thing ON true$query$, TG_ARGV[1], had, rows, named, shown) USING sort, TG_TABLE_NAME::text;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_claimed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM log_things('CONTACT', array_agg(ROW(winner.id, CASE WHEN winner.shown THEN 'UPDATED' END, winner.version,
    winner.version, ARRAY(SELECT p FROM party_ids_of('CONTACT', winner.id) p), NULL, ARRAY['claim'])::changed_thing))
  FROM (
    WITH RECURSIVE led(id) AS (
      SELECT c.merged_into_id FROM (SELECT DISTINCT contact_id FROM new_rows) r JOIN contact c ON c.id = r.contact_id
      WHERE c.merged_into_id IS NOT NULL
      UNION SELECT c.merged_into_id FROM contact c JOIN led ON c.id = led.id WHERE c.merged_into_id IS NOT NULL)
    SELECT contact.* FROM led JOIN contact USING (id)) AS winner;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_reported"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE change c SET parties = ARRAY(
    SELECT DISTINCT unnest(c.parties || ARRAY(SELECT p FROM party_ids_of('REPORT', c.entity_id) p)))
  -- Each is looked up: a join would compare all with all.
  WHERE transaction = current_setting('readout.transaction')::bigint AND entity = 'REPORT'
    AND entity_id = ANY(ARRAY(SELECT DISTINCT report_id FROM new_rows));
  RETURN NULL;
END $$;

DROP FUNCTION "parties_of";

DO $$
DECLARE
  entry text;
BEGIN
  FOREACH entry IN ARRAY ARRAY['log_shown', 'log_plain', 'log_part', 'log_claimed', 'log_reported']
  LOOP
    EXECUTE format('ALTER FUNCTION %I() SET search_path FROM CURRENT', entry);
  END LOOP;
END $$;

-- A writer switches these joins off for what it looks up (src/history/write.ts): rows as they were and as they are would
-- be compared all with all.
ALTER FUNCTION "log_shown"() SET enable_hashjoin = on;
ALTER FUNCTION "log_plain"() SET enable_hashjoin = on;
