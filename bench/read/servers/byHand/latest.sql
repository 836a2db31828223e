SELECT coalesce(json_agg(json_build_object(
  'kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf,
  'participants', (
    SELECT json_agg(json_build_object('role', s.role,
      'person', CASE WHEN p.id IS NOT NULL THEN json_build_object('name', p.name) END,
      'office', CASE WHEN o.id IS NOT NULL THEN
        json_build_object('title', o.title, 'party', json_build_object('name', op.name)) END,
      'party', CASE WHEN sp.id IS NOT NULL THEN json_build_object('key', sp.key, 'name', sp.name) END) ORDER BY s.position)
    FROM participation s LEFT JOIN person p ON p.id = s.person_id LEFT JOIN office o ON o.id = s.office_id
    LEFT JOIN party op ON op.id = o.party_id LEFT JOIN party sp ON sp.id = s.party_id
    WHERE s.contact_id = c.id),
  'topics', (
    SELECT coalesce(json_agg(json_build_object('slug', t.slug, 'label', t.label) ORDER BY l.position), '[]')
    FROM contact_topic l JOIN topic t ON t.id = l.topic_id WHERE l.contact_id = c.id),
  'reports', (
    SELECT coalesce(json_agg(json_build_object('title', r.title, 'kind', r.kind, 'publishedOn', r.published_edtf,
      'outlet', json_build_object('name', o.name, 'kind', o.kind)) ORDER BY l.sort_day DESC, l.report_id DESC), '[]')
    FROM (SELECT * FROM contact_report l WHERE l.contact_id = c.id ORDER BY l.sort_day DESC, l.report_id DESC LIMIT 10) AS l
    JOIN report r ON r.id = l.report_id JOIN outlet o ON o.id = r.outlet_id),
  'agreements', (
    SELECT coalesce(json_agg(json_build_object('title', a.title,
      'acts', (
        SELECT json_agg(json_build_object('kind', d.kind, 'by', (
          SELECT json_agg(json_build_object('name', p.name) ORDER BY b.position)
          FROM act_person b JOIN person p ON p.id = b.person_id
          WHERE b.agreement_id = a.id AND b.kind = d.kind)) ORDER BY d.kind)
        FROM agreement_act d WHERE d.agreement_id = a.id),
      'parties', (
        SELECT json_agg(json_build_object('name', p.name) ORDER BY x.position)
        FROM agreement_party x JOIN party p ON p.id = x.party_id WHERE x.agreement_id = a.id)) ORDER BY l.position), '[]')
    FROM contact_agreement l JOIN agreement a ON a.id = l.agreement_id WHERE l.contact_id = c.id AND a.shown),
  'independentOutlets', c.independent_outlets) ORDER BY c.sort_day DESC, c.id DESC), '[]')::text AS json
FROM (
  SELECT * FROM contact
  WHERE shown AND (sort_day, id) < (coalesce($1::int, 2147483647), coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
  ORDER BY sort_day DESC, id DESC LIMIT 50
) AS c
