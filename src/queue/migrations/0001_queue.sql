-- Cases, what happened to them, and the messages to their askers.
--
-- Times are text, RFC 3339 in UTC with milliseconds, so that their order is that of the text. What PostgreSQL runs as
-- well is preferred; there, the ids are identity columns.

CREATE TABLE escalations (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL UNIQUE,
    -- What the channel tells a question by: a retry finds it here.
    request_key TEXT NOT NULL,
    state TEXT NOT NULL,
    priority TEXT NOT NULL,
    -- Null once the case is reduced to statistics, as are details, asker_id, address, answer.
    question TEXT,
    details TEXT,
    language TEXT NOT NULL,
    script TEXT NOT NULL,
    country TEXT,
    direction TEXT,
    channel TEXT NOT NULL,
    asker_id TEXT,
    address TEXT,
    -- JSON: the entries that came nearest.
    nearest TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    claimed_by TEXT,
    claimed_at TEXT,
    referred_to TEXT,
    answer TEXT,
    answered_by TEXT,
    answered_at TEXT,
    first_answered_at TEXT,
    follows INTEGER REFERENCES escalations (id),
    reduced_at TEXT,
    UNIQUE (channel, request_key)
);

CREATE INDEX escalations_by_state ON escalations (state, created_at);
CREATE INDEX escalations_by_asker ON escalations (channel, asker_id);
CREATE INDEX escalations_by_leader ON escalations (follows);

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    escalation_id INTEGER NOT NULL REFERENCES escalations (id),
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    text TEXT
);

CREATE INDEX events_by_case ON events (escalation_id);

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    message_key TEXT NOT NULL UNIQUE,
    escalation_id INTEGER NOT NULL REFERENCES escalations (id),
    channel TEXT NOT NULL,
    -- Null once the case is reduced to statistics, as are address, text, office, last_error.
    asker_id TEXT,
    address TEXT,
    kind TEXT NOT NULL,
    text TEXT,
    office TEXT,
    by_whom TEXT NOT NULL,
    created_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_attempt_at TEXT NOT NULL,
    leased_until TEXT,
    last_error TEXT,
    delivered_at TEXT,
    cancelled_at TEXT
);

CREATE INDEX outbox_by_case ON outbox (escalation_id);
CREATE INDEX outbox_pending ON outbox (channel, next_attempt_at) WHERE delivered_at IS NULL AND cancelled_at IS NULL;
