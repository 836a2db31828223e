SELECT coalesce(json_agg(json_build_object(
  'kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf,
  'parties', (
    SELECT coalesce(json_agg(json_build_object('key', p.key, 'name', p.name) ORDER BY l.position), '[]')
    FROM contact_party l JOIN party p ON p.id = l.party_id WHERE l.contact_id = c.id),
  'topics', (
    SELECT coalesce(json_agg(json_build_object('label', t.label) ORDER BY l.position), '[]')
    FROM contact_topic l JOIN topic t ON t.id = l.topic_id WHERE l.contact_id = c.id)
  ) ORDER BY c.sort_day DESC, c.id DESC), '[]')::text AS json
FROM (
  SELECT c.* FROM contact c
  WHERE c.shown AND c.date_edtf IS NOT NULL
    AND (c.date_latest >= $2::date OR c.date_latest IS NULL) AND (c.date_earliest <= $3::date OR c.date_earliest IS NULL)
    AND c.id IN (SELECT contact_id FROM contact_party WHERE party_id = (SELECT id FROM party WHERE key = $1))
    AND c.id IN (SELECT s.id FROM search_entry s
      WHERE s.kind = 'CONTACT' AND search_vector(s.title, s.body) @@ to_tsquery('pg_catalog.simple', $4))
  ORDER BY c.sort_day DESC, c.id DESC LIMIT 20
) AS c
