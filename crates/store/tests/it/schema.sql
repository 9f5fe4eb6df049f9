-- application_id 0x5357424b, user_version 3
CREATE TRIGGER evidence_is_never_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;

CREATE TRIGGER evidence_is_never_removed BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;

CREATE TABLE evidence (
    sha256       BLOB    PRIMARY KEY CHECK (length(sha256) = 32),
    size         INTEGER NOT NULL,
    bytes        BLOB    CHECK (bytes IS NULL OR length(bytes) = size),
    content_type TEXT    NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER journal_has_no_gap BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal WHERE maintenance = NEW.maintenance)
BEGIN SELECT RAISE(ABORT, 'a journal has no gap'); END;

CREATE TRIGGER journal_is_a_chain BEFORE INSERT ON journal
WHEN NEW.previous IS NOT coalesce(
    (SELECT hash FROM journal WHERE maintenance = NEW.maintenance AND seq = NEW.seq - 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'an event names the hash of the one before it'); END;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal event is never changed'); END;

CREATE TRIGGER journal_is_never_removed BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal event is never removed'); END;

CREATE TABLE journal (
    maintenance TEXT    NOT NULL REFERENCES maintenance (id),
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    at_ms       INTEGER NOT NULL,
    kind        TEXT    NOT NULL,
    body        BLOB    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    previous    BLOB    NOT NULL CHECK (length(previous) = 32),
    UNIQUE (maintenance, seq)
) STRICT;

CREATE TRIGGER ledger_fact_has_no_gap BEFORE INSERT ON ledger_fact
WHEN NEW.seq IS NOT 1 + coalesce(
    (SELECT seq FROM ledger_fact WHERE id BETWEEN NEW.maintenance << 32 AND (NEW.maintenance << 32 | 0xffffffff)
     ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'a ledger has no gap'); END;

CREATE TRIGGER ledger_fact_is_a_chain BEFORE INSERT ON ledger_fact
WHEN NEW.previous IS NOT coalesce((SELECT hash FROM ledger_fact WHERE id = NEW.id - 1 AND NEW.seq > 1), zeroblob(32))
BEGIN SELECT RAISE(ABORT, 'a fact names the hash of the one before it'); END;

CREATE TRIGGER ledger_fact_is_never_changed BEFORE UPDATE ON ledger_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;

CREATE TRIGGER ledger_fact_is_never_removed BEFORE DELETE ON ledger_fact
BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;

CREATE TRIGGER ledger_fact_tells_a_witness_once BEFORE INSERT ON ledger_fact
WHEN EXISTS (SELECT 1 FROM ledger_fact WHERE maintenance = NEW.maintenance AND witness = NEW.witness)
BEGIN SELECT RAISE(ABORT, 'a witness is told of once'); END;

CREATE TABLE ledger_fact (
    id          INTEGER PRIMARY KEY,
    maintenance INTEGER NOT NULL REFERENCES maintenance (number),
    seq         INTEGER NOT NULL CHECK (seq BETWEEN 1 AND 0xffffffff AND id = (maintenance << 32 | seq)),
    witness     BLOB    CHECK (witness IS NULL OR length(witness) = 16),
    body        BLOB    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    previous    BLOB    NOT NULL CHECK (length(previous) = 32)
) STRICT;

CREATE UNIQUE INDEX ledger_fact_one_of_a_witness ON ledger_fact (maintenance, witness) WHERE witness IS NOT NULL;

CREATE TABLE ledger_position (
    maintenance  INTEGER NOT NULL REFERENCES maintenance (number),
    appliance_id TEXT    NOT NULL,
    pulled_at    INTEGER NOT NULL,
    body         TEXT    NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (maintenance, appliance_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER maintenance_is_the_same_for_ever BEFORE UPDATE OF id, number, pair_id, created_at ON maintenance
BEGIN SELECT RAISE(ABORT, 'what names a maintenance never changes'); END;

CREATE TRIGGER maintenance_numbers_have_no_holes BEFORE INSERT ON maintenance
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM maintenance)
BEGIN SELECT RAISE(ABORT, 'the numbers of maintenances have no holes'); END;

CREATE TRIGGER maintenance_stays BEFORE DELETE ON maintenance
BEGIN SELECT RAISE(ABORT, 'a maintenance is never removed'); END;

CREATE TABLE maintenance (
    id         TEXT    PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE CHECK (number >= 1),
    pair_id    TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'ended')),
    created_at INTEGER NOT NULL,
    ended_at   INTEGER CHECK ((ended_at IS NULL) = (state = 'open')),
    stage      TEXT    NOT NULL,
    title      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX maintenance_one_open_per_pair ON maintenance (pair_id) WHERE state = 'open';

CREATE TABLE pair (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    folded_name TEXT NOT NULL UNIQUE,
    body        TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

CREATE TABLE role_seen (
    pair_id      TEXT    NOT NULL,
    appliance_id TEXT    NOT NULL,
    from_at      INTEGER NOT NULL,
    until_at     INTEGER NOT NULL CHECK (until_at >= from_at),
    role         TEXT,
    PRIMARY KEY (pair_id, appliance_id, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE schema (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    min_program INTEGER NOT NULL,
    written_by  TEXT    NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER snapshot_is_never_changed BEFORE UPDATE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END;

CREATE TRIGGER snapshot_is_never_removed BEFORE DELETE ON snapshot
BEGIN SELECT RAISE(ABORT, 'a snapshot is never removed'); END;

CREATE TABLE snapshot (
    maintenance INTEGER NOT NULL REFERENCES maintenance (number),
    taken_at    INTEGER NOT NULL,
    side        TEXT    NOT NULL CHECK (side IN ('home', 'stand_in')),
    what        TEXT    NOT NULL,
    sha256      BLOB    NOT NULL REFERENCES evidence (sha256),
    PRIMARY KEY (maintenance, taken_at, side, what, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_seen (
    pair_id TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (pair_id, at)
) STRICT, WITHOUT ROWID;
