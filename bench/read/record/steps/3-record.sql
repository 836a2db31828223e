-- The record itself, as src/contact/write.ts and src/agreement/write.ts derive it from the claims.

CREATE FUNCTION fill.title(kind contact_kind, everyone text[], guests text[], host text, place text, event text)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE kind
    WHEN 'CALL' THEN 'Call of ' || fill.listed(everyone)
    WHEN 'EXCHANGE' THEN 'Exchange of ' || fill.listed(everyone)
    WHEN 'ENCOUNTER' THEN 'Encounter of ' || fill.listed(everyone)
    WHEN 'VISIT' THEN 'Visit of ' || fill.listed(guests) || ' to ' || host
    WHEN 'SUMMIT' THEN coalesce(event, 'Summit') || ' in ' || place || ' with ' || fill.listed(everyone) END $$;

CREATE UNLOGGED TABLE fill.shown AS
SELECT c.*, coalesce(c.date_earliest - date '1970-01-01', -2147483648) AS sort_day, s.id AS party_set,
  t.host, h.id AS host_id, t.place, t.purpose, t.note, t.seat_values, t.party_values, t.party_keys, t.party_ids,
  t.topics, t.labels, t.topic_ids, coalesce(t.person_ids, '{}') AS person_ids, t.report_count, t.independent_outlets,
  t.disputed, t.outlet_ids, t.last_report, t.signatories, a.id AS agreement_id, a.slug AS agreement_slug,
  fill.title(c.kind, coalesce(people, party_names), guests, host_name, t.place, event) AS title,
  fill.fold(fill.title(c.kind, coalesce(people, folded_parties), guests, folded_host, t.place, event)) AS search_title,
  fill.fold(concat_ws(' ', array_to_string(people, ' '), array_to_string(folded_parties, ' '),
    array_to_string(labels, ' '), t.place, event, t.purpose, t.note)) AS search_body
FROM fill.contact c
JOIN fill.told t USING (n)
JOIN fill.party_set s ON s.key = t.party_set_key
LEFT JOIN fill.agreement a ON a.number = c.agreement
LEFT JOIN fill.party h ON h.key = t.host
ORDER BY n;
ALTER TABLE fill.shown ADD PRIMARY KEY (n);
ANALYZE fill.shown;

INSERT INTO contact (id, kind, title, channel, place, host_id, event, purpose, note, date_edtf, date_earliest, date_latest,
  sort_day, duration_iso8601, duration_approximate, party_set, independent_outlets, disputed, report_count, recorded_at,
  version, shown)
SELECT id, kind, title, channel, place, host_id, event, purpose, note, date_edtf, date_earliest, date_latest, sort_day,
  rtrim(duration, '~'), right(duration, 1) = '~', party_set, independent_outlets, disputed, report_count,
  recorded_at, 1, true
FROM fill.shown ORDER BY n;

INSERT INTO participation (contact_id, position, person_id, party_id, office_id, role)
SELECT c.id, position, person_id, party_id, office_id, coalesce(role, 'PARTICIPANT')::participation_role
FROM fill.seat JOIN fill.contact c USING (n) ORDER BY n, position;

INSERT INTO contact_party (contact_id, party_id, position, sort_day)
SELECT id, party_id, number - 1, sort_day
FROM fill.shown, unnest(party_ids) WITH ORDINALITY AS party(party_id, number) ORDER BY n, number;

INSERT INTO contact_topic (contact_id, topic_id, position)
SELECT c.id, s.id, position FROM fill.spoken s JOIN fill.contact c USING (n) ORDER BY n, position;

INSERT INTO report (id, outlet_id, title, kind, published_edtf, published_earliest, published_latest, sort_day, url, language,
  digest, recorded_at)
SELECT id, outlet_id, title, (CASE source WHEN 'NEWS_AGENCY' THEN 'ARTICLE' WHEN 'TELEGRAM_CHANNEL' THEN 'POST'
    WHEN 'SPOKESPERSON' THEN 'STATEMENT' ELSE 'READOUT' END)::report_kind, published::text, published, published, sort_day,
  'https://' || outlet || '.example/' || n || '/' || j, 'en', md5(id::text) || md5(title), recorded_at
FROM (SELECT *, CASE source WHEN 'NEWS_AGENCY' THEN 'Report ' ELSE 'Statement ' END || n || ' by ' || outlet AS title
  FROM fill.report) AS titled ORDER BY n, j;

INSERT INTO write (id, at, actor, action, report_id)
SELECT write_id, recorded_at, 'bench', 'FILED', id FROM fill.report ORDER BY n, j;

INSERT INTO citation (citing_id, cited_id)
SELECT r.id, first.id FROM fill.report r JOIN fill.report first ON first.n = r.n AND first.j = 1
WHERE r.cites ORDER BY r.n, r.j;

INSERT INTO contact_report (contact_id, report_id, sort_day)
SELECT c.id, r.id, r.sort_day FROM fill.report r JOIN fill.contact c USING (n) ORDER BY n, j;

INSERT INTO agreement (id, slug, title, kind, purpose, sort_day, independent_outlets, disputed, recorded_at, version, shown)
SELECT a.id, a.slug, a.title, a.kind, a.purpose, c.sort_day, 1 + count(*) FILTER (WHERE j = 2 AND NOT is_linked), false,
  c.recorded_at, 1, true
FROM fill.agreement a JOIN fill.shown c ON c.agreement = a.number JOIN fill.report r ON r.n = c.n AND r.j <= 2
GROUP BY a.number, a.id, a.slug, a.title, a.kind, a.purpose, c.sort_day, c.recorded_at ORDER BY a.number;

INSERT INTO contact_agreement (contact_id, agreement_id, position)
SELECT id, agreement_id, 0 FROM fill.shown WHERE agreement_id IS NOT NULL ORDER BY n;

INSERT INTO agreement_act (agreement_id, kind, date_edtf, date_earliest, date_latest)
SELECT agreement_id, 'SIGNED', date_edtf, date_earliest, date_latest FROM fill.shown WHERE agreement_id IS NOT NULL ORDER BY n;

INSERT INTO act_person (agreement_id, kind, position, person_id)
SELECT agreement_id, 'SIGNED', position, person_id
FROM fill.seat JOIN fill.shown USING (n) WHERE agreement_id IS NOT NULL AND position < 2 ORDER BY n, position;

INSERT INTO agreement_party (agreement_id, party_id, position, sort_day)
SELECT agreement_id, party_id, position, sort_day
FROM fill.seat JOIN fill.shown USING (n) WHERE agreement_id IS NOT NULL AND position < 2 ORDER BY n, position;

INSERT INTO agreement_report (agreement_id, report_id, sort_day)
SELECT agreement_id, r.id, r.sort_day FROM fill.report r JOIN fill.shown c USING (n)
WHERE agreement_id IS NOT NULL AND j <= 2 ORDER BY n, j;

INSERT INTO contact_version (contact_id, version, write_id, valid_from, shown, state, kind, date_edtf, date_earliest, date_latest,
  sort_day, party_set, independent_outlets, disputed, report_count, recorded_at, party_ids, person_ids, topic_ids, outlet_ids,
  search_title, search_body)
SELECT c.id, 1, r.write_id, c.recorded_at, true,
  jsonb_build_object('kind', c.kind, 'channel', channel, 'place', place, 'host', host, 'event', event, 'purpose', purpose,
    'note', note, 'date', date_edtf, 'duration', duration, 'title', title, 'parties', party_keys, 'topics', topics,
    'participants', ('[' || array_to_string(seat_values, ',') || ']')::jsonb,
    'agreements', array_remove(ARRAY[agreement_slug], NULL), 'independentOutlets', independent_outlets, 'disputed', disputed),
  c.kind, date_edtf, date_earliest, date_latest, c.sort_day, party_set, independent_outlets, disputed, report_count,
  c.recorded_at, party_ids, person_ids, topic_ids, outlet_ids, search_title, search_body
FROM fill.shown c JOIN fill.report r ON r.n = c.n AND r.j = c.last_report ORDER BY c.n;

INSERT INTO agreement_version (agreement_id, version, write_id, valid_from, shown, state)
SELECT a.id, 1, r.write_id, c.recorded_at, true,
  jsonb_build_object('title', a.title, 'kind', a.kind, 'establishes', NULL, 'purpose', a.purpose, 'date', date_edtf,
    'acts', jsonb_build_array(jsonb_build_object('kind', 'SIGNED', 'by',
      ('[' || array_to_string(signatories, ',') || ']')::jsonb)),
    'parties', party_keys[1:2], 'independentOutlets', shown.independent_outlets, 'disputed', false)
FROM fill.agreement a JOIN agreement shown USING (id) JOIN fill.shown c ON c.agreement = a.number
JOIN fill.report r ON r.n = c.n AND r.j = c.last_report ORDER BY c.n;

INSERT INTO search_entry (kind, id, title, body)
SELECT 'CONTACT', id, search_title, search_body FROM fill.shown ORDER BY n;
INSERT INTO search_entry (kind, id, title, body)
SELECT 'REPORT', id, fill.fold(title), '' FROM report ORDER BY recorded_at;
INSERT INTO search_entry (kind, id, title, body)
SELECT 'AGREEMENT', id, fill.fold(title), fill.fold(coalesce(purpose, '')) FROM fill.agreement ORDER BY number;
