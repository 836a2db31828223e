WITH pair AS MATERIALIZED (
  SELECT c.* FROM contact c
  WHERE c.shown AND c.id IN (SELECT contact_id FROM contact_party WHERE party_id = (SELECT id FROM party WHERE key = $1))
    AND c.id IN (SELECT contact_id FROM contact_party WHERE party_id = (SELECT id FROM party WHERE key = $2))
), signed AS (
  SELECT a.* FROM agreement a
  WHERE a.shown
    AND a.id IN (SELECT agreement_id FROM agreement_party WHERE party_id = (SELECT id FROM party WHERE key = $1))
    AND a.id IN (SELECT agreement_id FROM agreement_party WHERE party_id = (SELECT id FROM party WHERE key = $2))
), dated AS (
  SELECT id, kind, extract(year FROM date '1970-01-01' + sort_day)::int AS year FROM pair
  WHERE sort_day > -2147483648 AND date_edtf IS NOT NULL
    AND (date_latest >= $3::date OR date_latest IS NULL) AND (date_earliest <= $4::date OR date_earliest IS NULL)
), by_year AS (
  SELECT year, count(*) AS contacts, count(*) FILTER (WHERE kind = 'CALL') AS calls,
    count(*) FILTER (WHERE kind = 'SUMMIT') AS summits, count(*) FILTER (WHERE kind = 'VISIT') AS visits
  FROM dated GROUP BY year
), signed_by_year AS (
  SELECT extract(year FROM date '1970-01-01' + sort_day)::int AS year, count(*) AS agreements FROM signed a
  WHERE sort_day > -2147483648 AND EXISTS (SELECT FROM agreement_act d WHERE d.agreement_id = a.id AND d.date_edtf IS NOT NULL
    AND (d.date_latest >= $3::date OR d.date_latest IS NULL) AND (d.date_earliest <= $4::date OR d.date_earliest IS NULL))
  GROUP BY 1
), told_by_year AS (
  SELECT year, count(DISTINCT l.report_id) AS reports FROM dated JOIN contact_report l ON l.contact_id = dated.id GROUP BY year
)
SELECT json_build_object(
  'parties', (SELECT json_agg(json_build_object('key', p.key, 'name', p.name) ORDER BY p.key <> $1) FROM party p
    WHERE p.key IN ($1, $2)),
  'lastContact', (SELECT json_build_object('title', title, 'date', date_edtf) FROM pair
    WHERE sort_day > -2147483648 ORDER BY sort_day DESC, id DESC LIMIT 1),
  'contacts', (
    SELECT coalesce(json_agg(json_build_object('kind', c.kind, 'id', c.id, 'title', c.title, 'date', c.date_edtf,
      'topics', (SELECT coalesce(json_agg(json_build_object('label', t.label) ORDER BY l.position), '[]')
        FROM contact_topic l JOIN topic t ON t.id = l.topic_id WHERE l.contact_id = c.id),
      'independentOutlets', c.independent_outlets) ORDER BY c.sort_day DESC, c.id DESC), '[]')
    FROM (SELECT * FROM pair ORDER BY sort_day DESC, id DESC LIMIT 10) AS c),
  'agreements', (
    SELECT coalesce(json_agg(json_build_object('slug', slug, 'title', title, 'kind', kind) ORDER BY sort_day DESC, id DESC), '[]')
    FROM (SELECT * FROM signed ORDER BY sort_day DESC, id DESC LIMIT 10) AS a),
  'timeline', (
    SELECT json_agg(json_build_object('start', to_char(y.year, 'FM0000') || '-01-01', 'contacts', coalesce(contacts, 0),
      'calls', coalesce(calls, 0), 'summits', coalesce(summits, 0), 'visits', coalesce(visits, 0),
      'agreements', coalesce(agreements, 0), 'reports', coalesce(reports, 0)) ORDER BY y.year)
    FROM generate_series(
      least(extract(year FROM $3::date)::int, (SELECT min(year) FROM by_year), (SELECT min(year) FROM signed_by_year)),
      greatest(extract(year FROM $4::date)::int, (SELECT max(year) FROM by_year), (SELECT max(year) FROM signed_by_year))
    ) AS y(year) LEFT JOIN by_year USING (year) LEFT JOIN signed_by_year USING (year) LEFT JOIN told_by_year USING (year)))::text AS json
