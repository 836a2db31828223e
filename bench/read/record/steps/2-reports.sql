-- Who reports each contact: a party's own press service first, then the other side or the news. A report that cites
-- the first, or comes from a channel of the same office, is not independent of it.
CREATE UNLOGGED TABLE fill.report AS
WITH drawn AS (
  SELECT n, j, c.day + floor(fill.chance(n, 330 + j) * least(j, 4))::int AS published, c.duration,
    CASE WHEN j = 1 THEN 'PRESS_SERVICE' WHEN j = 2 AND fill.chance(n, 340) < 0.5 THEN 'SPOKESPERSON'
      WHEN j = 3 AND fill.chance(n, 341) < 0.15 THEN 'TELEGRAM_CHANNEL' ELSE 'NEWS_AGENCY' END AS source,
    fill.rank(fill.chance(n, 350 + j), 50) AS place
  FROM fill.contact c, generate_series(1, c.reports) AS j
)
SELECT d.n, d.j, fill.recorded(d.n, j) AS recorded_at, fill.uuid(d.n, md5('report ' || d.n || ' ' || j)) AS id,
  fill.uuid(d.n, md5('write ' || d.n || ' ' || j)) AS write_id,
  o.id AS outlet_id, o.slug AS outlet, o.name AS outlet_name, source, published,
  published - date '1970-01-01' AS sort_day,
  source = 'NEWS_AGENCY' AND fill.chance(d.n, 360 + j) < 0.35 AS cites,
  source = 'TELEGRAM_CHANNEL' OR source = 'NEWS_AGENCY' AND fill.chance(d.n, 360 + j) < 0.35 AS is_linked,
  j > 1 AND fill.chance(d.n, 370 + j) < 0.03 AND EXISTS (SELECT FROM fill.spoken s WHERE s.n = d.n) AS denies,
  j > 1 AND fill.chance(d.n, 380 + j) < 0.1 AS withholds,
  CASE WHEN j = 2 AND duration IS NOT NULL AND fill.chance(d.n, 390) < 0.4
    THEN CASE WHEN fill.chance(d.n, 391) < 0.3 THEN 'PT2H' ELSE duration END END AS said_duration
FROM drawn d
JOIN fill.seat s ON s.n = d.n AND s.position = CASE source WHEN 'SPOKESPERSON' THEN 1 ELSE 0 END
JOIN fill.outlet o ON o.drawn_by = CASE source WHEN 'NEWS_AGENCY' THEN source || ' ' || j || ' ' || place
  ELSE source || ' ' || s.party END
ORDER BY n, j;
CREATE INDEX ON fill.report (n, j);
ANALYZE fill.report;

-- What follows for each contact from who took part, what was spoken of, and who says so.
CREATE UNLOGGED TABLE fill.told AS
SELECT c.n, seats.*, topics.*, reports.*,
  CASE WHEN kind IN ('SUMMIT', 'VISIT') THEN seats.host_key END AS host,
  CASE WHEN kind IN ('SUMMIT', 'VISIT', 'ENCOUNTER') THEN seats.city END AS place,
  CASE WHEN kind = 'VISIT' AND fill.chance(c.n, 17) < 0.4 THEN 'to discuss ' || coalesce(topics.labels[1], 'relations') END AS purpose,
  CASE WHEN kind = 'EXCHANGE' AND fill.chance(c.n, 18) < 0.2 THEN 'through intermediaries' END AS note
FROM fill.contact c
CROSS JOIN LATERAL (
  SELECT array_agg(value ORDER BY position) AS seat_values,
    array_agg('{"party":"' || key || '"}' ORDER BY position) FILTER (WHERE brings_party) AS party_values,
    array_agg(key ORDER BY position) FILTER (WHERE brings_party) AS party_keys,
    array_agg(party_id ORDER BY position) FILTER (WHERE brings_party) AS party_ids,
    string_agg(key, ',' ORDER BY key COLLATE "C") FILTER (WHERE brings_party) AS party_set_key,
    array_agg(name ORDER BY position) FILTER (WHERE brings_party) AS party_names,
    array_agg(folded ORDER BY position) FILTER (WHERE brings_party) AS folded_parties,
    array_agg(person_name ORDER BY position) FILTER (WHERE person IS NOT NULL) AS people,
    array_agg(person_name ORDER BY position) FILTER (WHERE role = 'GUEST') AS guests,
    array_agg(person_id ORDER BY position) FILTER (WHERE person IS NOT NULL) AS person_ids,
    min(key) FILTER (WHERE position = 0) AS host_key, min(city) FILTER (WHERE position = 0) AS city,
    min(name) FILTER (WHERE position = 0) AS host_name, min(folded) FILTER (WHERE position = 0) AS folded_host,
    array_agg(signatory ORDER BY position) FILTER (WHERE position < 2) AS signatories
  FROM fill.seat s WHERE s.n = c.n) AS seats
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(slug ORDER BY position), '{}') AS topics,
    coalesce(array_agg(label ORDER BY position), '{}') AS labels,
    coalesce(array_agg(id ORDER BY position), '{}') AS topic_ids
  FROM fill.spoken s WHERE s.n = c.n) AS topics
CROSS JOIN LATERAL (
  SELECT count(*)::int AS report_count, 1 + count(*) FILTER (WHERE j > 1 AND NOT is_linked)::int AS independent_outlets,
    bool_or(denies OR said_duration IS NOT NULL AND said_duration <> c.duration) AS disputed,
    array_agg(outlet_id ORDER BY outlet_id) AS outlet_ids, max(j) AS last_report
  FROM fill.report r WHERE r.n = c.n) AS reports
ORDER BY n;
ALTER TABLE fill.told ADD PRIMARY KEY (n);
ANALYZE fill.told;
