-- The questions of benchmarks/store.py, written by hand for SQLite: the best we know. Every figure is a ratio
-- to these, so this file changes only with a note in benchmarks/README.md. `-- name` begins a statement.
-- The program's own statements are made elsewhere (kptimeline/store/query.py) and are compared row by row.
-- An overlap is asked in three parts that follow each other in time order; one is asked while rows are missing.
-- Words that many sentences hold: an event is looked for in a list of them (`list_`), or each event is searched for
-- by itself (`each_`); the first is better for words in 7 of 100 sentences, the second for words in 30 of 100.

-- actor_before
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.to_day > x.sort_day AND x.sort_day < :since AND x.to_day >= :since AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- actor_within
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.sort_day >= :since AND x.sort_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- actor_after
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.from_day < x.sort_day AND x.sort_day > :until AND x.from_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- before
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event e
WHERE e.to_day > e.sort_day AND e.sort_day < :since AND e.to_day >= :since AND e.hidden IS 0
ORDER BY e.sort_day, e.fineness, e.key LIMIT :limit;

-- within
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event e
WHERE e.sort_day >= :since AND e.sort_day <= :until AND e.hidden IS 0
ORDER BY e.sort_day, e.fineness, e.key LIMIT :limit;

-- after
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event e
WHERE e.from_day < e.sort_day AND e.sort_day > :until AND e.from_day <= :until AND e.hidden IS 0
ORDER BY e.sort_day, e.fineness, e.key LIMIT :limit;

-- mentions
SELECT m.event_id, m.id, m.key, a.key, a.outlet, a.url, m.start_char, m.end_char, m."trigger", m.status,
       m.first_day, m.last_day, m.edtf, m.dated_by, m.reason, t.text, s.text
FROM event_mention m
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
LEFT JOIN time_expression t ON t.id = m.time_expression_id
WHERE m.event_id IN (:ids);

-- actors
SELECT p.mention_id, p.role, p.name, a.slug
FROM mention_actor p LEFT JOIN actor a ON a.id = p.actor_id
WHERE p.mention_id IN (:ids) ORDER BY p.mention_id, p.role, p.position;

-- actor_undated
SELECT count(*) FROM (
    SELECT DISTINCT x.sort_day, x.fineness, x.event_id FROM event_actor x
    WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor) AND x.sort_day IS NULL);

-- actor_hidden
SELECT e.sort_day IS NULL, count(*) FROM event e
WHERE e.hidden IS 1 AND (e.sort_day IS NULL OR (e.to_day >= :since AND e.from_day <= :until))
  AND EXISTS (SELECT 1 FROM event_actor x WHERE x.event_id = e.id
              AND x.actor_id = (SELECT id FROM actor WHERE slug = :actor))
GROUP BY 1;

-- undated
SELECT count(*) FROM event e WHERE e.sort_day IS NULL;

-- hidden
SELECT e.sort_day IS NULL, count(*) FROM event e
WHERE e.hidden IS 1 AND (e.sort_day IS NULL OR (e.to_day >= :since AND e.from_day <= :until))
GROUP BY 1;

-- months
SELECT substr(day, 1, 7), sum(n) FROM (
    SELECT e.sort_day AS day, count(*) AS n FROM event e
    WHERE e.sort_day >= :since AND e.sort_day <= :until AND e.fineness >= :month
    GROUP BY e.sort_day
    UNION ALL
    SELECT e.sort_day, -1 FROM event e
    WHERE e.hidden IS 1 AND e.sort_day >= :since AND e.sort_day <= :until AND e.fineness >= :month)
GROUP BY 1 ORDER BY 1;

-- actor_months
SELECT substr(day, 1, 7), sum(n) FROM (
    SELECT day, count(*) AS n FROM (
        SELECT DISTINCT x.sort_day AS day, x.fineness, x.event_id FROM event_actor x
        WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
          AND x.sort_day >= :since AND x.sort_day <= :until AND x.fineness >= :month)
    GROUP BY day
    UNION ALL
    SELECT e.sort_day, -1 FROM event e
    WHERE e.hidden IS 1 AND e.sort_day >= :since AND e.sort_day <= :until AND e.fineness >= :month
      AND EXISTS (SELECT 1 FROM event_actor x WHERE x.event_id = e.id
                  AND x.actor_id = (SELECT id FROM actor WHERE slug = :actor)))
GROUP BY 1 ORDER BY 1;

-- deeds_before
SELECT x.sort_day, e.key, e.by_actors, e.summary, a.outlet, s.text
FROM event_actor x
JOIN event e ON e.id = x.event_id
JOIN event_mention m ON m.id = e.mention_id
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor) AND x.role = 'by'
  AND x.to_day > x.sort_day AND x.sort_day < :since AND x.to_day >= :since AND e.hidden IS 0
ORDER BY x.sort_day, e.key LIMIT :limit;

-- deeds_within
SELECT x.sort_day, e.key, e.by_actors, e.summary, a.outlet, s.text
FROM event_actor x
JOIN event e ON e.id = x.event_id
JOIN event_mention m ON m.id = e.mention_id
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor) AND x.role = 'by'
  AND x.sort_day >= :since AND x.sort_day <= :until AND e.hidden IS 0
ORDER BY x.sort_day, e.key LIMIT :limit;

-- deeds_after
SELECT x.sort_day, e.key, e.by_actors, e.summary, a.outlet, s.text
FROM event_actor x
JOIN event e ON e.id = x.event_id
JOIN event_mention m ON m.id = e.mention_id
JOIN article a ON a.id = m.article_id
JOIN sentence s ON s.id = m.sentence_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor) AND x.role = 'by'
  AND x.from_day < x.sort_day AND x.sort_day > :until AND x.from_day <= :until AND e.hidden IS 0
ORDER BY x.sort_day, e.key LIMIT :limit;

-- list_before
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.to_day > x.sort_day AND x.sort_day < :since AND x.to_day >= :since AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (m.sentence_id IN (SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- list_within
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.sort_day >= :since AND x.sort_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (m.sentence_id IN (SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- list_after
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.from_day < x.sort_day AND x.sort_day > :until AND x.from_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (m.sentence_id IN (SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- each_before
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.to_day > x.sort_day AND x.sort_day < :since AND x.to_day >= :since AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (EXISTS (SELECT 1 FROM sentence_fts f WHERE f.rowid = m.sentence_id AND sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- each_within
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.sort_day >= :since AND x.sort_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (EXISTS (SELECT 1 FROM sentence_fts f WHERE f.rowid = m.sentence_id AND sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- each_after
SELECT e.id, e.key, e.mention_id, e.first_day, e.last_day, e.from_day, e.to_day, e.sort_day, e.first_time,
       e.last_time, e.utc_offset, e.granularity, e.extent, e.edtf, e.certainty, e.dated_by, e.by_actors,
       e.to_actors, e.event_type, e.status, e.disputed, e.place, e.summary, e.claimed_by, e.articles, e.reason
FROM event_actor x JOIN event e ON e.id = x.event_id
WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor)
  AND x.from_day < x.sort_day AND x.sort_day > :until AND x.from_day <= :until AND e.hidden IS 0
  AND (x.role = 'by' OR NOT EXISTS (SELECT 1 FROM event_actor y
       WHERE y.event_id = x.event_id AND y.actor_id = x.actor_id AND y.role = 'by'))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (EXISTS (SELECT 1 FROM sentence_fts f WHERE f.rowid = m.sentence_id AND sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
ORDER BY x.sort_day, x.fineness, e.key LIMIT :limit;

-- words_undated
SELECT count(*) FROM (
    SELECT DISTINCT x.sort_day, x.fineness, x.event_id AS id FROM event_actor x
    WHERE x.actor_id = (SELECT id FROM actor WHERE slug = :actor) AND x.sort_day IS NULL) e
WHERE EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (m.sentence_id IN (SELECT rowid FROM sentence_fts WHERE sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)));

-- words_hidden
SELECT e.sort_day IS NULL, count(*) FROM event e
WHERE e.hidden IS 1 AND (e.sort_day IS NULL OR (e.to_day >= :since AND e.from_day <= :until))
  AND EXISTS (SELECT 1 FROM event_actor x WHERE x.event_id = e.id
              AND x.actor_id = (SELECT id FROM actor WHERE slug = :actor))
  AND EXISTS (SELECT 1 FROM event_mention m WHERE m.event_id = e.id
       AND (EXISTS (SELECT 1 FROM sentence_fts f WHERE f.rowid = m.sentence_id AND sentence_fts MATCH :words)
            OR m.article_id IN (SELECT rowid FROM title_fts WHERE title_fts MATCH :words)))
GROUP BY 1;
