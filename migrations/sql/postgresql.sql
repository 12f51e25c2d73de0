-- Views and full-text search of the newest schema on PostgreSQL. Statements are parted by empty lines.
-- What the views promise stands in docs/schema.md.

CREATE VIEW chronology AS
SELECT e.key AS event_id,
       e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time, e.last_time, e.utc_offset,
       e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors, e.to_actors, e.event_type,
       e.status, CAST(e.disputed AS integer) AS disputed, e.place, e.summary, e.claimed_by, e.articles,
       a.outlet, a.url, a.key AS article_key, s.text AS sentence
FROM event e
JOIN event_mention m ON m.id = e.mention_id
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
WHERE NOT e.hidden

CREATE VIEW mentions AS
SELECT m.key AS mention_key, e.key AS event_id, a.key AS article_key, m.start_char, m.end_char,
       s.text AS sentence, m."trigger", t.text AS time_text, t.expression, t.rule,
       n.day AS anchor, n.basis AS anchor_basis, m.reason,
       m.first_day, m.last_day, m.from_day, m.to_day, m.sort_day, m.first_time, m.last_time, m.utc_offset,
       m.granularity, m.extent, m.edtf, m.certainty, m.dated_by, m.by_actors, m.to_actors, m.event_type,
       m.status, CAST(e.disputed AS integer) AS disputed, m.place, m.summary, m.claimed_by, e.articles, a.outlet, a.url
FROM event_mention m
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
LEFT JOIN event e ON e.id = m.event_id
LEFT JOIN time_expression t ON t.id = m.time_expression_id
LEFT JOIN anchor n ON n.id = (SELECT max(id) FROM anchor WHERE article_id = m.article_id)

CREATE VIEW undated AS
SELECT * FROM mentions WHERE from_day IS NULL

CREATE VIEW event_actors AS
SELECT e.key AS event_id, a.slug AS actor, a.name, x.role, x.depth, x.from_day, x.to_day, x.sort_day
FROM event_actor x
JOIN event e ON e.id = x.event_id
JOIN actor a ON a.id = x.actor_id

-- The words of a text as FTS5 takes them: letters and digits, without accents, in any case; endings stay.
-- All that is punctuation is a gap first, since the server's parser would take urls, paths and K-9 for one word each.
CREATE FUNCTION kptimeline_words(told text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT pg_catalog.to_tsvector('pg_catalog.simple', pg_catalog.regexp_replace(
    normalize(pg_catalog.regexp_replace(
        normalize(pg_catalog.left(told, 200000), NFD), '[\u0300-\u036f]+', '', 'g'), NFC),
    '[\u0001-/:-@[-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2bff\u3000-\u3004\u3008-\u3020\u3030\ufe30-\ufe4f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+',
    ' ', 'g'))
$$

CREATE INDEX sentence_fts ON sentence USING gin (kptimeline_words(text))

CREATE INDEX title_fts ON article USING gin (kptimeline_words(title))
