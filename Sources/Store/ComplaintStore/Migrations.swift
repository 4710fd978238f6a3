internal import GRDB

/// The schema, as steps that are only ever added to: a step that was released is never changed.
func complaintMigrations() -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("001 complaints") { try $0.execute(sql: complaints) }
    migrator.registerMigration("002 what complaints consist of") { try $0.execute(sql: parts) }
    migrator.registerMigration("003 text search") { try $0.execute(sql: search) }
    migrator.registerMigration("004 deliveries under way") { try $0.execute(sql: deliveries) }
    return migrator
}

/// One row a complaint: the columns that are searched by, then the whole complaint as JSON.
private let complaints = """
    CREATE TABLE counters (buddhist_year INTEGER PRIMARY KEY, last_number INTEGER NOT NULL) STRICT;
    CREATE TABLE complaints (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        tracking_code TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL CHECK (version > 0),
        filed_at TEXT NOT NULL,
        updated_at TEXT NOT NULL,
        received_at TEXT NOT NULL,
        channel TEXT NOT NULL,
        source TEXT NOT NULL,
        language TEXT NOT NULL,
        subject TEXT,
        body TEXT NOT NULL,
        raw_text_sha256 TEXT NOT NULL,
        complainant TEXT,
        citizen_id TEXT,
        anonymous INTEGER NOT NULL,
        secrecy INTEGER NOT NULL,
        addressee TEXT,
        kind TEXT NOT NULL,
        category TEXT NOT NULL,
        first_hop TEXT,
        urgent INTEGER NOT NULL,
        deadline_date TEXT NOT NULL,
        deadline_rule TEXT NOT NULL,
        verdict TEXT NOT NULL,
        matter TEXT NOT NULL,
        complaint TEXT NOT NULL,
        judgement TEXT NOT NULL,
        trail TEXT NOT NULL
    ) STRICT;
    CREATE INDEX complaints_by_time ON complaints (received_at);
    CREATE INDEX complaints_by_matter ON complaints (matter);
    CREATE INDEX complaints_by_category ON complaints (category);
    CREATE INDEX complaints_by_citizen ON complaints (citizen_id) WHERE citizen_id IS NOT NULL;
    """

private let parts = """
    CREATE TABLE persons (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        role TEXT NOT NULL, title TEXT, first TEXT NOT NULL, last TEXT
    ) STRICT;
    CREATE INDEX persons_by_complaint ON persons (complaint);
    CREATE INDEX persons_by_name ON persons (last, first);
    CREATE TABLE contacts (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        kind TEXT NOT NULL, value TEXT NOT NULL
    ) STRICT;
    CREATE INDEX contacts_by_complaint ON contacts (complaint);
    CREATE INDEX contacts_by_value ON contacts (kind, value);
    CREATE TABLE agencies (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        hop INTEGER NOT NULL, name TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (complaint, hop)
    ) STRICT;
    CREATE INDEX agencies_by_name ON agencies (name);
    CREATE TABLE artefacts (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        sha256 TEXT NOT NULL, media_type TEXT NOT NULL, size INTEGER NOT NULL,
        PRIMARY KEY (complaint, sha256)
    ) STRICT;
    CREATE INDEX artefacts_by_digest ON artefacts (sha256);
    CREATE TABLE links (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        of TEXT NOT NULL, kind TEXT NOT NULL, link TEXT NOT NULL, active INTEGER NOT NULL,
        PRIMARY KEY (complaint, of)
    ) STRICT;
    CREATE INDEX links_by_target ON links (of);
    CREATE TABLE reviews (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        decided_at TEXT NOT NULL, operator TEXT NOT NULL, decision TEXT NOT NULL, review TEXT NOT NULL,
        PRIMARY KEY (complaint, decided_at, operator)
    ) STRICT;
    CREATE TABLE deliveries (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        version INTEGER NOT NULL, destination TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'refused')), at TEXT NOT NULL,
        PRIMARY KEY (complaint, version, destination)
    ) STRICT;
    CREATE INDEX deliveries_pending ON deliveries (destination, complaint) WHERE state = 'pending';
    """

/// Trigrams know nothing of words, which Thai does not part; they find any three scalars or more.
private let search = """
    CREATE VIRTUAL TABLE complaints_text USING fts5 (
        subject, body, addressee, complainant, content='complaints', content_rowid='number', tokenize='trigram'
    );
    CREATE TRIGGER complaints_text_insert AFTER INSERT ON complaints BEGIN
        INSERT INTO complaints_text (rowid, subject, body, addressee, complainant)
        VALUES (new.number, new.subject, new.body, new.addressee, new.complainant);
    END;
    CREATE TRIGGER complaints_text_delete AFTER DELETE ON complaints BEGIN
        INSERT INTO complaints_text (complaints_text, rowid, subject, body, addressee, complainant)
        VALUES ('delete', old.number, old.subject, old.body, old.addressee, old.complainant);
    END;
    CREATE TRIGGER complaints_text_update AFTER UPDATE OF subject, body, addressee, complainant ON complaints BEGIN
        INSERT INTO complaints_text (complaints_text, rowid, subject, body, addressee, complainant)
        VALUES ('delete', old.number, old.subject, old.body, old.addressee, old.complainant);
        INSERT INTO complaints_text (rowid, subject, body, addressee, complainant)
        VALUES (new.number, new.subject, new.body, new.addressee, new.complainant);
    END;
    """

/// A delivery is noted as being sent before it is, so that what a crash leaves in doubt is known to be so.
private let deliveries = """
    CREATE TABLE deliveries_under_way (
        complaint INTEGER NOT NULL REFERENCES complaints ON DELETE CASCADE,
        version INTEGER NOT NULL, destination TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'delivered', 'skipped', 'refused', 'unsure')),
        at TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, not_before INTEGER NOT NULL DEFAULT 0, detail TEXT,
        PRIMARY KEY (complaint, version, destination)
    ) STRICT;
    INSERT INTO deliveries_under_way (complaint, version, destination, state, at)
    SELECT complaint, version, destination, state, at FROM deliveries;
    DROP TABLE deliveries;
    ALTER TABLE deliveries_under_way RENAME TO deliveries;
    CREATE INDEX deliveries_open ON deliveries (destination, not_before) WHERE state IN ('pending', 'sending');
    """
