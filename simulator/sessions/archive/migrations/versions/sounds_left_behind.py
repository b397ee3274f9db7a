"""Remembers where the recordings of deleted sessions lie, so that they can be deleted from the store of sounds too.

The database knows the places only as long as the sessions are there, and the administrator, who deletes a person's
sessions, may not read them. A place names a session and a secret, never a person.
"""

from __future__ import annotations

from typing import Final

revision = "2"
down_revision = "1"
branch_labels = None
depends_on = None

LEFT: Final = """
CREATE TABLE callsim.sounds_left (
    place text PRIMARY KEY,
    left_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION callsim.leave_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO callsim.sounds_left (place) VALUES (OLD.place) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;
CREATE FUNCTION callsim.keep_sound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM callsim.sounds_left WHERE place = NEW.place;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION callsim.leave_sound() FROM PUBLIC;
REVOKE ALL ON FUNCTION callsim.keep_sound() FROM PUBLIC;
CREATE TRIGGER leave AFTER DELETE ON callsim.sounds FOR EACH ROW EXECUTE FUNCTION callsim.leave_sound();
CREATE TRIGGER keep AFTER INSERT ON callsim.sounds FOR EACH ROW EXECUTE FUNCTION callsim.keep_sound();
"""


def upgrade() -> None:
    """Begin to remember."""
    from alembic import op

    op.execute(LEFT)


def downgrade() -> None:
    """Forget the places, and remember no more."""
    from alembic import op

    op.execute("DROP FUNCTION callsim.leave_sound() CASCADE")
    op.execute("DROP FUNCTION callsim.keep_sound() CASCADE")
    op.execute("DROP TABLE callsim.sounds_left")
