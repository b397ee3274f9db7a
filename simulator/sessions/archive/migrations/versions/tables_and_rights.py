"""The first tables, and who may see and change which rows.

Rights are the database's own. A person connects as himself; the policies ask for `session_user`, which neither SET
ROLE nor the program can change. They hold for the owner of the tables as well (FORCE), so that an administrator has
no window into private practice by accident. `people`, `groups` and `members` are the administrator's to write.
"""

from __future__ import annotations

from typing import Final

revision = "1"
down_revision = None
branch_labels = None
depends_on = None

TABLES: Final = """
CREATE TABLE callsim.people (
    login text PRIMARY KEY,
    name text NOT NULL,
    role text NOT NULL CONSTRAINT people_role CHECK (role IN ('trainee', 'trainer'))
);
CREATE TABLE callsim.groups (name text PRIMARY KEY);
CREATE TABLE callsim.members (
    group_name text REFERENCES callsim.groups ON DELETE CASCADE,
    login text REFERENCES callsim.people ON DELETE CASCADE,
    PRIMARY KEY (group_name, login)
);
CREATE TABLE callsim.sessions (
    owner text DEFAULT session_user REFERENCES callsim.people ON DELETE CASCADE,
    id text,
    persona_id text NOT NULL,
    language text NOT NULL,
    mode text NOT NULL,
    attempt text NOT NULL,
    trainee text NOT NULL,
    trainee_folded text NOT NULL,
    started_at timestamptz NOT NULL,
    utc_offset_s integer NOT NULL,
    ending text,
    score_values text NOT NULL,
    handed_in_at timestamptz,
    parent text,
    trouble text NOT NULL DEFAULT '',
    facts json NOT NULL,
    scorecard json,
    trainee_words tsvector NOT NULL,
    caller_words tsvector NOT NULL,
    sent_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, id)
);
CREATE INDEX sessions_started ON callsim.sessions (started_at);
CREATE TABLE callsim.scores (
    owner text DEFAULT session_user,
    session_id text,
    criterion text,
    value integer NOT NULL,
    PRIMARY KEY (owner, session_id, criterion),
    FOREIGN KEY (owner, session_id) REFERENCES callsim.sessions (owner, id) ON DELETE CASCADE
);
CREATE TABLE callsim.events (
    owner text DEFAULT session_user,
    session_id text,
    line_number integer,
    at_s double precision,
    kind text,
    line bytea NOT NULL,
    PRIMARY KEY (owner, session_id, line_number),
    FOREIGN KEY (owner, session_id) REFERENCES callsim.sessions (owner, id) ON DELETE CASCADE
);
CREATE TABLE callsim.reviews (
    owner text,
    session_id text,
    content bytea NOT NULL,
    document jsonb NOT NULL,
    edition text NOT NULL,
    author text NOT NULL DEFAULT session_user,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (owner, session_id),
    FOREIGN KEY (owner, session_id) REFERENCES callsim.sessions (owner, id) ON DELETE CASCADE
);
CREATE TABLE callsim.sounds (
    owner text DEFAULT session_user,
    session_id text,
    name text,
    place text NOT NULL,
    sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    PRIMARY KEY (owner, session_id, name),
    FOREIGN KEY (owner, session_id) REFERENCES callsim.sessions (owner, id) ON DELETE CASCADE
);
"""

STAMPS: Final = """
CREATE FUNCTION callsim.trained() RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT theirs.login
    FROM callsim.members AS mine
    JOIN callsim.people AS me ON me.login = mine.login AND me.role = 'trainer'
    JOIN callsim.members AS theirs ON theirs.group_name = mine.group_name
    WHERE mine.login = session_user
$$;
CREATE FUNCTION callsim.stamp_session() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.sent_at := now();
    IF NEW.handed_in_at IS NOT NULL THEN
        NEW.handed_in_at := now();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON callsim.sessions
FOR EACH ROW EXECUTE FUNCTION callsim.stamp_session();
CREATE FUNCTION callsim.stamp_review() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    NEW.author := session_user;
    NEW.written_at := now();
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON callsim.reviews
FOR EACH ROW EXECUTE FUNCTION callsim.stamp_review();
"""

RIGHTS: Final = """
ALTER TABLE callsim.people ENABLE ROW LEVEL SECURITY;
ALTER TABLE callsim.groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE callsim.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY seen ON callsim.people FOR SELECT
    USING (login = session_user OR login = ANY (ARRAY(SELECT callsim.trained())));
CREATE POLICY seen ON callsim.members FOR SELECT
    USING (login = session_user OR login = ANY (ARRAY(SELECT callsim.trained())));
CREATE POLICY seen ON callsim.groups FOR SELECT
    USING (EXISTS (SELECT 1 FROM callsim.members AS m WHERE m.group_name = name));

ALTER TABLE callsim.sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE callsim.sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON callsim.sessions FOR SELECT
    USING (owner = session_user
           OR (handed_in_at IS NOT NULL AND owner = ANY (ARRAY(SELECT callsim.trained()))));
CREATE POLICY added ON callsim.sessions FOR INSERT
    WITH CHECK (owner = session_user);
CREATE POLICY changed ON callsim.sessions FOR UPDATE
    USING (owner = session_user AND handed_in_at IS NULL)
    WITH CHECK (owner = session_user);
CREATE POLICY deleted ON callsim.sessions FOR DELETE
    USING ((owner = session_user AND handed_in_at IS NULL)
           OR (handed_in_at IS NOT NULL AND owner = ANY (ARRAY(SELECT callsim.trained()))));

GRANT USAGE ON SCHEMA callsim TO callsim_trainee, callsim_trainer;
GRANT SELECT ON ALL TABLES IN SCHEMA callsim TO callsim_trainee, callsim_trainer;
GRANT INSERT, DELETE ON callsim.sessions, callsim.scores, callsim.events, callsim.sounds
    TO callsim_trainee, callsim_trainer;
GRANT UPDATE (persona_id, language, mode, attempt, trainee, trainee_folded, started_at, utc_offset_s, ending,
              score_values, handed_in_at, parent, trouble, facts, scorecard, trainee_words, caller_words)
    ON callsim.sessions TO callsim_trainee, callsim_trainer;
GRANT INSERT, UPDATE (content, document, edition) ON callsim.reviews TO callsim_trainer;
REVOKE ALL ON FUNCTION callsim.trained() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION callsim.trained() TO callsim_trainee, callsim_trainer;
"""

RIGHTS_OF_PARTS: Final = """
ALTER TABLE callsim.{part} ENABLE ROW LEVEL SECURITY;
ALTER TABLE callsim.{part} FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON callsim.{part} FOR SELECT
    USING (EXISTS (SELECT 1 FROM callsim.sessions AS s WHERE s.owner = {part}.owner AND s.id = {part}.session_id));
"""

RIGHTS_TO_OWN_PARTS: Final = """
CREATE POLICY added ON callsim.{part} FOR INSERT
    WITH CHECK (owner = session_user AND EXISTS (
        SELECT 1 FROM callsim.sessions AS s
        WHERE s.owner = {part}.owner AND s.id = {part}.session_id AND s.handed_in_at IS NULL));
CREATE POLICY deleted ON callsim.{part} FOR DELETE
    USING (owner = session_user AND EXISTS (
        SELECT 1 FROM callsim.sessions AS s
        WHERE s.owner = {part}.owner AND s.id = {part}.session_id AND s.handed_in_at IS NULL));
"""

RIGHTS_TO_REVIEWS: Final = """
CREATE POLICY added ON callsim.reviews FOR INSERT
    WITH CHECK (owner = ANY (ARRAY(SELECT callsim.trained())) AND EXISTS (
        SELECT 1 FROM callsim.sessions AS s
        WHERE s.owner = reviews.owner AND s.id = reviews.session_id AND s.handed_in_at IS NOT NULL));
CREATE POLICY changed ON callsim.reviews FOR UPDATE
    USING (owner = ANY (ARRAY(SELECT callsim.trained())) AND EXISTS (
        SELECT 1 FROM callsim.sessions AS s
        WHERE s.owner = reviews.owner AND s.id = reviews.session_id AND s.handed_in_at IS NOT NULL));
"""


def upgrade() -> None:
    """Make the tables and give the rights."""
    from alembic import op

    op.execute(TABLES)
    op.execute(STAMPS)
    op.execute(RIGHTS)
    for part in ("scores", "events", "reviews", "sounds"):
        op.execute(RIGHTS_OF_PARTS.format(part=part))
    for part in ("scores", "events", "sounds"):
        op.execute(RIGHTS_TO_OWN_PARTS.format(part=part))
    op.execute(RIGHTS_TO_REVIEWS)


def downgrade() -> None:
    """Take all of it away, sessions and all."""
    from alembic import op

    op.execute("DROP FUNCTION callsim.trained() CASCADE")
    for table in ("sounds", "reviews", "events", "scores", "sessions", "members", "groups", "people"):
        op.execute(f"DROP TABLE callsim.{table} CASCADE")
    op.execute("DROP FUNCTION callsim.stamp_session()")
    op.execute("DROP FUNCTION callsim.stamp_review()")
