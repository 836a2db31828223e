SELECT json_build_object(
  'kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf, 'independentOutlets', c.independent_outlets,
  'disputed', c.disputed,
  'claims', (
    SELECT json_agg(json_build_object('id', s.id, 'field', s.field, 'value', s.value, 'stance', s.stance, 'quote', s.quote,
      'report', json_build_object('title', r.title, 'publishedOn', r.published_edtf,
        'outlet', json_build_object('name', o.name))) ORDER BY s.recorded_at, s.report_id, s.position)
    FROM claim s JOIN report r ON r.id = s.report_id JOIN outlet o ON o.id = r.outlet_id
    WHERE s.contact_id = c.id AND s.retracted_at IS NULL))::text AS json
FROM contact c WHERE c.id = $1::uuid AND c.shown
