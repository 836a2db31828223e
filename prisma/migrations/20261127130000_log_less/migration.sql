-- The same rows of the log as before, at less cost again.
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
      -- Of what was just made, or never told of, all is new. Else the two rows' columns come in the same order, and are
      -- compared side by side.
      CASE WHEN o.version > 0 THEN ARRAY(
        SELECT name FROM ROWS FROM (json_each_text(row_to_json(n)), json_each_text(row_to_json(o))) AS c(name, now, same, was)
        WHERE now IS DISTINCT FROM was) END)::changed_thing))
    FROM old_rows o JOIN new_rows n USING (id) WHERE o IS DISTINCT FROM n;
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION "log_part"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  sort change_entity := TG_ARGV[0];
  touched boolean;
  named text;
  rows text := CASE TG_OP WHEN 'INSERT' THEN 'new_rows' WHEN 'DELETE' THEN 'old_rows'
    ELSE '((TABLE old_rows EXCEPT TABLE new_rows) UNION ALL (TABLE new_rows EXCEPT TABLE old_rows))' END;
  shown text := CASE sort
    WHEN 'CONTACT' THEN 'SELECT CASE WHEN s.shown THEN ''UPDATED'' END AS kind, s.version FROM contact s WHERE s.id = part.id'
    WHEN 'AGREEMENT' THEN 'SELECT CASE WHEN s.shown THEN ''UPDATED'' END AS kind, s.version FROM agreement s WHERE s.id = part.id'
    ELSE 'SELECT ''UPDATED'' AS kind, NULL::int AS version' END;
  -- Rows that are gone tell of parties that the thing had.
  had text := CASE WHEN TG_OP <> 'INSERT' AND TG_TABLE_NAME IN ('contact_party', 'agreement_party')
    THEN 'UNION SELECT unnest(part.had)' ELSE '' END;
BEGIN
  -- To plan what follows takes longer than to do it for a few rows, and most statements that might update or delete meet
  -- none.
  IF TG_OP = 'INSERT' THEN
    touched := EXISTS (SELECT FROM new_rows);
  ELSE
    touched := EXISTS (SELECT FROM old_rows);
  END IF;
  IF NOT touched THEN
    RETURN NULL;
  END IF;
  FOR place IN 2 .. TG_NARGS - 1 LOOP
    named := concat_ws(', ', named,
      format('%L || r.%I', split_part(TG_ARGV[place], ':', 1) || ':', split_part(TG_ARGV[place], ':', 2)));
  END LOOP;
  EXECUTE format($query$
    SELECT log_things($1, array_agg(ROW(part.id, thing.kind, thing.version, thing.version,
      ARRAY(SELECT p FROM party_ids_of($1, part.id) p %s), part.evict, ARRAY[$2])::changed_thing))
    FROM (SELECT r.%I AS id, %s AS evict, %s AS had FROM %s r %s GROUP BY 1) part
    LEFT JOIN LATERAL (%s) thing ON true$query$,
    had, TG_ARGV[1],
    CASE WHEN named IS NULL THEN 'NULL::text[]' ELSE 'array_agg(DISTINCT e.tag)' END,
    CASE WHEN had = '' THEN 'NULL::uuid[]' ELSE 'array_agg(r.party_id)' END,
    rows, CASE WHEN named IS NULL THEN '' ELSE format(', unnest(ARRAY[%s]::text[]) e(tag)', named) END, shown) USING sort, TG_TABLE_NAME::text;
  RETURN NULL;
END $$;

DO $$
DECLARE
  entry text;
BEGIN
  FOREACH entry IN ARRAY ARRAY['log_shown', 'log_part']
  LOOP
    EXECUTE format('ALTER FUNCTION %I() SET search_path FROM CURRENT', entry);
  END LOOP;
END $$;

-- The rows as they were and as they are are joined by their ids, not all with all: PostgreSQL plans it once a connection,
-- maybe for a statement of one row.
ALTER FUNCTION "log_shown"() SET enable_hashjoin = on;
ALTER FUNCTION "log_shown"() SET enable_nestloop = off;
