SELECT coalesce(json_agg(json_build_object(
  'kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf, 'independentOutlets', c.independent_outlets,
  'parties', (
    SELECT coalesce(json_agg(json_build_object('key', p.key) ORDER BY l.position), '[]')
    FROM contact_party l JOIN party p ON p.id = l.party_id WHERE l.contact_id = c.id)
  ) ORDER BY c.sort_day DESC, c.id DESC), '[]')::text AS json
FROM (
  SELECT * FROM contact
  WHERE shown AND (sort_day, id) < (coalesce($1::int, 2147483647), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  ORDER BY sort_day DESC, id DESC LIMIT 100
) AS c
