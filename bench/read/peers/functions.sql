-- What PostGraphile serves beside the tables: custom queries, as its documentation recommends for whatever is no plain
-- list of rows (https://postgraphile.org/postgraphile/5/custom-queries/). Read only; Readout does not use them.
DROP SCHEMA IF EXISTS peer CASCADE;
CREATE SCHEMA peer;

-- Contacts that are shown and have all these words; a tsquery.
CREATE FUNCTION peer.contacts_with_words(words text) RETURNS SETOF public.contact LANGUAGE sql STABLE AS $$
  SELECT c.* FROM public.contact c
  WHERE c.shown AND c.id IN (SELECT s.id FROM public.search_entry s
    WHERE s.kind = 'CONTACT' AND public.search_vector(s.title, s.body) @@ to_tsquery('pg_catalog.simple', words)) $$;
COMMENT ON FUNCTION peer.contacts_with_words(text) IS '@behavior +order +filter';

CREATE FUNCTION peer.contacts_between(a text, b text) RETURNS SETOF public.contact LANGUAGE sql STABLE AS $$
  SELECT c.* FROM public.contact c
  WHERE c.shown
    AND c.id IN (SELECT l.contact_id FROM public.contact_party l JOIN public.party p ON p.id = l.party_id WHERE p.key = a)
    AND c.id IN (SELECT l.contact_id FROM public.contact_party l JOIN public.party p ON p.id = l.party_id WHERE p.key = b) $$;
COMMENT ON FUNCTION peer.contacts_between(text, text) IS '@behavior +order +filter';

CREATE FUNCTION peer.agreements_between(a text, b text) RETURNS SETOF public.agreement LANGUAGE sql STABLE AS $$
  SELECT t.* FROM public.agreement t
  WHERE t.shown
    AND t.id IN (SELECT l.agreement_id FROM public.agreement_party l JOIN public.party p ON p.id = l.party_id WHERE p.key = a)
    AND t.id IN (SELECT l.agreement_id FROM public.agreement_party l JOIN public.party p ON p.id = l.party_id WHERE p.key = b) $$;
COMMENT ON FUNCTION peer.agreements_between(text, text) IS '@behavior +order +filter';

-- What happened between two parties by year, every year from the first to the last.
CREATE TYPE peer.year AS (start date, contacts int, calls int, summits int, visits int, agreements int, reports int);
CREATE FUNCTION peer.timeline(a text, b text, since date, until date) RETURNS SETOF peer.year LANGUAGE sql STABLE AS $$
  WITH between_them AS (
    SELECT c.id, c.kind, date_trunc('year', (date '1970-01-01' + c.sort_day)::timestamp)::date AS start
    FROM peer.contacts_between(a, b) c
    WHERE c.sort_day > -2147483648 AND c.date_edtf IS NOT NULL
      AND (c.date_latest >= since OR c.date_latest IS NULL) AND (c.date_earliest <= until OR c.date_earliest IS NULL)
  ), counted AS (
    SELECT start, count(*) AS contacts, count(*) FILTER (WHERE kind = 'CALL') AS calls,
      count(*) FILTER (WHERE kind = 'SUMMIT') AS summits, count(*) FILTER (WHERE kind = 'VISIT') AS visits
    FROM between_them GROUP BY start
  ), signed AS (
    SELECT date_trunc('year', (date '1970-01-01' + t.sort_day)::timestamp)::date AS start, count(*) AS agreements
    FROM peer.agreements_between(a, b) t
    WHERE t.sort_day > -2147483648 AND EXISTS (SELECT FROM public.agreement_act d WHERE d.agreement_id = t.id
      AND d.date_edtf IS NOT NULL AND (d.date_latest >= since OR d.date_latest IS NULL)
      AND (d.date_earliest <= until OR d.date_earliest IS NULL))
    GROUP BY 1
  ), told AS (
    SELECT c.start, count(DISTINCT l.report_id) AS reports
    FROM between_them c JOIN public.contact_report l ON l.contact_id = c.id GROUP BY c.start
  ), years AS (
    SELECT year::date AS start FROM generate_series(
      least(date_trunc('year', since::timestamp), (SELECT min(start)::timestamp FROM counted), (SELECT min(start)::timestamp FROM signed)),
      greatest(date_trunc('year', until::timestamp), (SELECT max(start)::timestamp FROM counted), (SELECT max(start)::timestamp FROM signed)),
      interval '1 year') AS year
  )
  SELECT y.start, coalesce(c.contacts, 0)::int, coalesce(calls, 0)::int, coalesce(summits, 0)::int, coalesce(visits, 0)::int,
    coalesce(s.agreements, 0)::int, coalesce(t.reports, 0)::int
  FROM years y LEFT JOIN counted c USING (start) LEFT JOIN signed s USING (start) LEFT JOIN told t USING (start)
  ORDER BY y.start $$;

-- PostGraphile filters by what has an index of its own; Readout asks its index of ranges.
CREATE INDEX IF NOT EXISTS "contact_date_latest_idx" ON "contact"("date_latest");
