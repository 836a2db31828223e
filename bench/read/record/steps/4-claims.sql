-- What each report says. The first says everything; the others some of it, some less exactly, few something else.
INSERT INTO claim (id, report_id, position, contact_id, agreement_id, field, value, stance, quote, recorded_at)
SELECT md5('claim ' || r.n || ' ' || r.j || ' ' || said.position)::uuid, r.id, said.position,
  CASE WHEN said.on_agreement THEN NULL ELSE c.id END, CASE WHEN said.on_agreement THEN c.agreement_id END,
  said.field::claim_field, said.value, coalesce(said.stance, CASE WHEN r.source = 'SPOKESPERSON' THEN 'CONFIRMS' ELSE 'STATES' END)::stance,
  CASE WHEN fill.chance(r.n, 400 + r.j * 50 + said.position::int) < 0.2 THEN 'In their words: ' || c.title END, r.recorded_at
FROM (SELECT *, j = 1 AS is_first FROM fill.report) AS r
JOIN fill.shown c ON c.n = r.n
LEFT JOIN fill.agreement a ON a.number = c.agreement AND r.j <= 2
CROSS JOIN LATERAL (
  SELECT field, value, stance, on_agreement, row_number() OVER (ORDER BY slot, place) - 1 AS position FROM (
    SELECT slot, 0 AS place, field, value, stance, false AS on_agreement FROM (VALUES
      (1, 'OCCURRENCE', 'true', CASE WHEN r.source = 'NEWS_AGENCY' AND fill.chance(r.n, 500 + r.j) < 0.1 THEN 'HEDGES' END),
      (2, 'KIND', CASE WHEN r.is_first OR fill.chance(r.n, 510 + r.j) < 0.4 THEN c.kind::text
        WHEN fill.chance(r.n, 510 + r.j) < 0.6 THEN 'EXCHANGE' END, NULL),
      (3, 'DATE', CASE WHEN r.is_first OR fill.chance(r.n, 520 + r.j) < 0.4 THEN c.date_edtf
        WHEN c.form = 'day' AND fill.chance(r.n, 520 + r.j) < 0.6 THEN to_char(c.day, 'YYYY-MM') END, NULL),
      (6, 'TOPICS', CASE WHEN NOT r.is_first AND (r.denies OR fill.chance(r.n, 530 + r.j) < 0.5) THEN c.topics[1] END,
        CASE WHEN r.denies THEN 'DENIES' END),
      (8, 'DURATION', CASE WHEN r.is_first THEN c.duration ELSE r.said_duration END, NULL),
      (9, 'PLACE', CASE WHEN r.is_first THEN c.place END, NULL),
      (10, 'CHANNEL', CASE WHEN r.is_first THEN c.channel::text END, NULL),
      (11, 'EVENT', CASE WHEN r.is_first THEN c.event END, NULL),
      (12, 'PURPOSE', CASE WHEN r.is_first THEN c.purpose END, NULL),
      (13, 'NOTE', CASE WHEN r.is_first THEN c.note END, NULL),
      (14, 'AGREEMENTS', CASE WHEN r.is_first THEN c.agreement_slug END, NULL)
    ) AS one(slot, field, value, stance) WHERE value IS NOT NULL
    UNION ALL
    SELECT 4, place, 'PARTICIPANTS', value, NULL, false
    FROM unnest(CASE WHEN r.is_first OR fill.chance(r.n, 540 + r.j) < 0.4 THEN c.seat_values
      WHEN fill.chance(r.n, 540 + r.j) < 0.7 THEN c.party_values END) WITH ORDINALITY AS seat(value, place)
    UNION ALL
    SELECT 5, place, 'TOPICS', value, NULL, false
    FROM unnest(CASE WHEN r.is_first THEN c.topics END) WITH ORDINALITY AS topic(value, place)
    UNION ALL SELECT 7, 0, 'TOPICS', NULL, 'WITHHOLDS', false WHERE r.withholds
    UNION ALL
    SELECT slot, 0, field, value, NULL, true FROM (VALUES
      (20, 'TITLE', a.title), (21, 'KIND', CASE WHEN r.is_first THEN a.kind::text END),
      (22, 'DATE', CASE WHEN r.is_first THEN c.date_edtf END), (24, 'PURPOSE', CASE WHEN r.is_first THEN a.purpose END)
    ) AS one(slot, field, value) WHERE a.id IS NOT NULL AND value IS NOT NULL
    UNION ALL
    SELECT 23, place, 'SIGNATORIES', value, NULL, true
    FROM unnest(c.signatories) WITH ORDINALITY AS signatory(value, place) WHERE a.id IS NOT NULL AND (r.is_first OR place = 1)
  ) AS said
) AS said
ORDER BY r.n, r.j, said.position;
