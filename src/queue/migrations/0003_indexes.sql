-- So that what the counter does again and again costs what is not finished, however many finished cases are kept.

-- The desk's order within a state: urgent before normal, then the oldest.
DROP INDEX escalations_by_state;
CREATE INDEX escalations_by_state ON escalations (state, priority DESC, created_at);

-- Most cases follow none: looking for those by this index would read all of them.
DROP INDEX escalations_by_leader;
CREATE INDEX escalations_by_leader ON escalations (follows) WHERE follows IS NOT NULL;

-- What questions that may be the same have in common: the mark of `similar.rs`. 0 for cases of before, and once the case is
-- reduced to statistics.
ALTER TABLE escalations ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;

-- Cases that a new one may follow.
CREATE INDEX escalations_to_follow ON escalations (mark)
    WHERE follows IS NULL AND details IS NULL AND state IN ('open', 'claimed', 'awaiting_asker', 'referred');

-- Cases that are not reduced to statistics yet, the longest unchanged first; and those that were reduced at a time.
CREATE INDEX escalations_to_reduce ON escalations (updated_at) WHERE reduced_at IS NULL;
CREATE INDEX escalations_reduced ON escalations (reduced_at) WHERE reduced_at IS NOT NULL;

-- What stands in a room and is behind, for another reason than a new event.
CREATE INDEX posts_behind ON posts (name) WHERE position IS NULL;

-- Figures on all cases. How long the first answer took, in seconds: the middle one is looked up.
CREATE INDEX escalations_counted ON escalations (state, priority, country, language);
CREATE INDEX escalations_answered ON escalations (UNIXEPOCH(first_answered_at) - UNIXEPOCH(created_at))
    WHERE first_answered_at IS NOT NULL;
