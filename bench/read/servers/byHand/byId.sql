SELECT coalesce(json_agg(json_build_object(
  'kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf, 'independentOutlets', c.independent_outlets,
  'parties', (
    SELECT coalesce(json_agg(json_build_object('key', p.key, 'name', p.name) ORDER BY l.position), '[]')
    FROM contact_party l JOIN party p ON p.id = l.party_id WHERE l.contact_id = c.id)
  ) ORDER BY asked.place), '[]')::text AS json
FROM unnest($1::uuid[]) WITH ORDINALITY AS asked(id, place) JOIN contact c ON c.id = asked.id AND c.shown
