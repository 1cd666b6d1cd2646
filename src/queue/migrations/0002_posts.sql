-- What a desk has posted in its room: once each, whatever happens in between.

CREATE TABLE posts (
    -- What it is: the card of a case, a reminder, the digest of a day.
    name TEXT PRIMARY KEY,
    -- The room.
    place TEXT NOT NULL,
    -- The message; null while it is not known to be there, empty when there was nothing to say.
    message TEXT,
    -- How often it was posted anew.
    edition INTEGER NOT NULL,
    -- The last event that it shows.
    position INTEGER,
    begun_at TEXT NOT NULL
);

CREATE INDEX posts_by_message ON posts (message);
