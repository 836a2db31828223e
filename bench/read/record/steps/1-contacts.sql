-- What each contact is: kind, day, place. Everything is drawn by hashes of the contact's number, so that the same
-- number of contacts is the same record.

CREATE FUNCTION fill.chance(n bigint, salt int) RETURNS float8 LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (hashint8extended(n, salt) & 9007199254740991) / 9007199254740992::float8 $$;

-- From 1 to most, number r as often as 1 / r (Zipf's law).
CREATE FUNCTION fill.rank(chance float8, most int) RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT floor(exp(chance * ln(most + 1)))::int $$;

-- When the reports on a contact were recorded: one after another, in one transaction.
CREATE FUNCTION fill.recorded(n bigint, report int) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_timestamp(1735689600 + n * 0.01 + report * 0.000001) $$;

-- A UUID of version 7 of that time, as the product gives them to what has no key.
CREATE FUNCTION fill.uuid(n bigint, seed text) RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex(1735689600000 + n * 10), 12, '0') || '7' || substr(seed, 1, 3) || 'a' || substr(seed, 4, 15))::uuid $$;

-- As the product folds text that is ASCII.
CREATE FUNCTION fill.fold(words text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT trim(regexp_replace(lower(words), '[^a-z0-9]+', ' ', 'g')) $$;

-- As src/contact/rules.ts lists names in titles.
CREATE FUNCTION fill.listed(names text[]) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN cardinality(names) > 4 THEN array_to_string(names[1:3], ', ') || ' and ' || cardinality(names) - 3 || ' others'
    WHEN cardinality(names) < 2 THEN coalesce(names[1], '')
    ELSE array_to_string(trim_array(names, 1), ', ') || ' and ' || names[cardinality(names)] END $$;

-- Half of the contacts are of the last 29 of the 100 years that end with 2024, a tenth of the last one.
CREATE UNLOGGED TABLE fill.contact AS
SELECT n, fill.recorded(n, 1) AS recorded_at, fill.uuid(n, md5('contact ' || n)) AS id, kind, day, form,
  CASE form WHEN 'day' THEN to_char(day, 'YYYY-MM-DD') WHEN 'about' THEN to_char(day, 'YYYY-MM-DD~')
    WHEN 'inferred' THEN to_char(day, 'YYYY?-MM-DD') WHEN 'month' THEN to_char(day, 'YYYY-MM')
    WHEN 'year' THEN to_char(day, 'YYYY') WHEN 'no year' THEN to_char(day, 'XXXX-MM-DD') END AS date_edtf,
  CASE WHEN form IN ('day', 'about', 'inferred') THEN day WHEN form IN ('month', 'year')
    THEN date_trunc(form, day)::date END AS date_earliest,
  CASE WHEN form IN ('day', 'about', 'inferred') THEN day WHEN form IN ('month', 'year')
    THEN (date_trunc(form, day) + ('1 ' || form)::interval - interval '1 day')::date END AS date_latest,
  CASE WHEN n % 50 = 0 THEN n / 50 END AS agreement,
  CASE WHEN kind <> 'SUMMIT' THEN 2 ELSE 3 + floor(power(fill.chance(n, 2), 3) * 10)::int END AS seats,
  CASE WHEN kind = 'EXCHANGE' AND fill.chance(n, 3) < 0.5 THEN NULL
    WHEN kind IN ('CALL', 'VISIT', 'EXCHANGE') AND fill.chance(n, 4) < 0.3 THEN 2 ELSE 1 END AS office,
  CASE WHEN kind = 'CALL' THEN CASE WHEN fill.chance(n, 5) < 0.4 THEN 'TELEPHONE' WHEN fill.chance(n, 5) < 0.5
    THEN 'VIDEO' END END::call_channel AS channel,
  CASE WHEN kind = 'SUMMIT' AND fill.chance(n, 6) < 0.4 THEN 'Forum ' || 1 + floor(fill.chance(n, 7) * 40)::int END AS event,
  CASE WHEN kind IN ('CALL', 'EXCHANGE') AND fill.chance(n, 8) < 0.3
    THEN (ARRAY['PT20M', 'PT30M', 'PT45M', 'PT1H', 'PT1H15M'])[1 + floor(fill.chance(n, 9) * 5)::int]
      || CASE WHEN fill.chance(n, 10) < 0.3 THEN '~' ELSE '' END END AS duration,
  least(8, 1 + floor(-1.2 * ln(1 - fill.chance(n, 11)))::int) AS reports
FROM (
  SELECT n, day, kind, CASE WHEN dated < 0.89 THEN 'day' WHEN dated < 0.91 THEN 'about' WHEN dated < 0.93 THEN 'inferred'
    WHEN dated < 0.97 THEN 'month' WHEN dated < 0.98 THEN 'year' WHEN dated < 0.99 THEN 'no year' END AS form
  FROM (
    SELECT n, fill.chance(n, 12) AS dated,
      date '2024-12-31' - floor(36500 * power(1 - (n - 0.5) / of.contacts, 2))::int
        - floor(fill.chance(n, 13) * 30)::int AS day,
      CASE WHEN n % 50 = 0 THEN CASE WHEN fill.chance(n, 1) < 0.5 THEN 'SUMMIT' ELSE 'VISIT' END
        WHEN fill.chance(n, 1) < 0.45 THEN 'CALL' WHEN fill.chance(n, 1) < 0.65 THEN 'VISIT'
        WHEN fill.chance(n, 1) < 0.73 THEN 'SUMMIT' WHEN fill.chance(n, 1) < 0.80 THEN 'ENCOUNTER'
        ELSE 'EXCHANGE' END::contact_kind AS kind
    FROM (SELECT current_setting('fill.contacts')::int AS contacts) AS of, generate_series(1, of.contacts) AS n
  ) AS drawn
) AS dated;
ALTER TABLE fill.contact ADD PRIMARY KEY (n);
ANALYZE fill.contact;

-- Who took part, as the participants' claims say it. No party is drawn twice; some guests bring their foreign minister.
CREATE UNLOGGED TABLE fill.seat AS
WITH drawn AS (
  SELECT n, i, fill.rank(fill.chance(n, 100 + i), of.parties) AS party, of.parties
  FROM fill.contact, generate_series(1, seats) AS i, (SELECT count(*)::int AS parties FROM fill.party) AS of
), different AS (
  SELECT n, i, CASE WHEN i = 2 AND party = first THEN party % parties + 1 ELSE party END AS party
  FROM (SELECT *, first_value(party) OVER (PARTITION BY n ORDER BY i) AS first FROM drawn) AS beside
), once AS (
  SELECT n, i, party FROM (
    SELECT *, row_number() OVER (PARTITION BY n, party ORDER BY i) AS time FROM different) AS counted WHERE time = 1
), all_seats AS (
  SELECT n, i, party, office FROM once JOIN fill.contact USING (n)
  UNION ALL
  SELECT n, 3, party, 2 FROM once JOIN fill.contact c USING (n)
  WHERE c.kind = 'VISIT' AND i = 2 AND c.office = 1 AND fill.chance(n, 14) < 0.3
), seated AS (
  SELECT s.n, row_number() OVER (PARTITION BY s.n ORDER BY s.i)::int - 1 AS position, s.party, s.office,
    row_number() OVER (PARTITION BY s.n, s.party ORDER BY s.i) = 1 AS brings_party,
    CASE WHEN c.kind = 'VISIT' THEN CASE WHEN s.i = 1 THEN 'HOST' ELSE 'GUEST' END
      WHEN c.kind = 'SUMMIT' AND s.i = 1 THEN 'HOST'
      WHEN c.kind = 'CALL' AND s.i = 1 AND fill.chance(s.n, 15) < 0.4 THEN 'INITIATOR' END AS role,
    (extract(year FROM c.day)::int - 1896) / 8 AS term
  FROM all_seats s JOIN fill.contact c ON c.n = s.n
)
SELECT n, position, p.ord AS party, p.id AS party_id, p.key, p.name, p.folded, p.city, brings_party, role,
  h.person_id, h.person, h.name AS person_name, h.office_id, h.office_slug,
  '{' || concat_ws(',', named, '"role":"' || role || '"') || '}' AS value, '{' || named || '}' AS signatory
FROM seated JOIN fill.party p ON p.ord = seated.party
LEFT JOIN fill.holder h ON h.party = seated.party AND h.office = seated.office AND h.term = seated.term
CROSS JOIN LATERAL (SELECT concat_ws(',', '"person":"' || h.person || '"', '"party":"' || p.key || '"',
  '"office":"' || h.office_slug || '"') AS named) AS naming
ORDER BY n, position;
CREATE INDEX ON fill.seat (n);
ANALYZE fill.seat;

CREATE UNLOGGED TABLE fill.spoken AS
SELECT n, row_number() OVER (PARTITION BY n ORDER BY i)::int - 1 AS position, t.id, t.slug, t.label
FROM (
  SELECT n, i, ord, row_number() OVER (PARTITION BY n, ord ORDER BY i) AS time FROM (
    SELECT n, i, fill.rank(fill.chance(n, 200 + i), of.topics) AS ord
    FROM fill.contact,
      generate_series(1, floor(fill.chance(n, 16) * 3)::int + CASE WHEN kind = 'EXCHANGE' THEN 0 ELSE 1 END) AS i,
      (SELECT count(*)::int AS topics FROM fill.topic) AS of) AS drawn
) AS counted JOIN fill.topic t USING (ord) WHERE time = 1
ORDER BY n, position;
CREATE INDEX ON fill.spoken (n);
ANALYZE fill.spoken;
