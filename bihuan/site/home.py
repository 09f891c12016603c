"""The data folder and its database: made on first use, brought up to date after an upgrade."""

from __future__ import annotations

import stat
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.audit.heads import furthest
from bihuan.audit.log import ClockActor
from bihuan.audit.noted import note_head, noted_heads
from bihuan.audit.origins import name_origin
from bihuan.kit.database_file import is_missing, place
from bihuan.kit.errors import Refusal
from bihuan.kit.keyfiles import PRIVATE_FILE, PRIVATE_FOLDER
from bihuan.kit.words import gettext
from bihuan.projects.models import Project

from .backups import sqlite
from .backups.unfinished import refuse_unfinished
from .keyring import seal_all
from .upgrading import upgrade

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
OURS = (
    "bihuan.sqlite3*",
    "secret-key",
    "sign-in.*",
    "demo",
    "keys",
    "media",
    "logs",
    "backups",
    "cache",
    "running",
    "restoring*",
    "presets",
    "record",
    "statements",
)
"""What of the data folder is made by us, or read by us and nobody else's affair."""
OUR_TABLES = frozenset({"accounts_user", "audit_event", "projects_project"})
ENOUGH_TABLES = 2
"""Of ours: a database that has so many is ours, though somebody dropped the rest."""
OF_EXTENSIONS = """
    SELECT relname FROM pg_class JOIN pg_depend ON pg_depend.objid = pg_class.oid
    WHERE pg_depend.deptype = 'e' AND pg_depend.classid = 'pg_class'::regclass
"""


def initialise(*, takes_new_key: bool = False) -> int:
    """Make the folder and bring its tables up to date; return the number of steps taken. What lies
    in it is for its owner alone, and its secrets are sealed.

    What an upgrade changes is recorded anew, unless it differed from the record before. A key that
    signs the record, other than the one it names, is named only for who `takes_new_key`.
    """
    refuse_unfinished()
    settings.HOME.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    keep_private(settings.HOME)
    at = timezone.now()
    refuse_damaged()
    refuse_unfit()
    if connection.vendor == "sqlite":
        place().touch(mode=PRIVATE_FILE)
        sqlite.let_read_while_one_writes()
    steps = upgrade(at)
    seal_all(by=ClockActor(), at=at)
    name_origin(by=ClockActor(), at=at, anew=takes_new_key)
    note_head(at)
    return steps


def refuse_damaged() -> None:
    """Refuse to build on a file of SQLite that is damaged: each write would make it worse."""
    if connection.vendor != "sqlite" or is_missing():
        return
    told = sqlite.damage(place(), thorough=False)
    if told:
        raise Refusal(
            gettext(
                "The database is damaged (%s). Keep this folder as it is, and restore the last"
                " good backup into an empty one."
            )
            % told
        )


def refuse_unfit() -> None:
    """Refuse to begin in the tables of another programme, or anew where the folder knows of a
    record. Looking makes no database.
    """
    tables = frozenset() if is_missing() else _tables()
    ours, head = OUR_TABLES & tables, furthest(noted_heads())
    if tables and len(ours) < ENOUGH_TABLES:
        raise Refusal(
            gettext(
                "“%s” is the database of another programme: name another folder in BIHUAN_HOME."
            )
            % connection.settings_dict["NAME"]
        )
    if head is not None and not tables:
        raise Refusal(
            gettext(
                "The database is empty, but this folder noted event %s of its record: restore a"
                " backup into an empty folder, or name another one in BIHUAN_HOME."
            )
            % head.number
        )
    if tables and ours != OUR_TABLES:
        raise Refusal(
            gettext(
                "The database lacks the table %s. Keep this folder as it is, and restore the last"
                " good backup into an empty one."
            )
            % ", ".join(sorted(OUR_TABLES - tables))
        )


def _tables() -> frozenset[str]:
    """Return the tables that somebody made: neither those of PostgreSQL's extensions nor the list
    of steps that Django makes before any.
    """
    tables = set(connection.introspection.table_names())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(OF_EXTENSIONS)
            tables -= {name for (name,) in cursor.fetchall()}
    recorder = MigrationRecorder(connection)
    if tables == {recorder.Migration._meta.db_table} and not recorder.applied_migrations():
        return frozenset()
    return frozenset(tables)


def keep_private(home: Path) -> list[Path]:
    """Take from others what they may do in the data folder; return what stays open to them.

    Below it, only what is known to be ours is touched: the folder may hold other things.
    """
    ours = [home, *(path for name in OURS for path in home.glob(name))]
    inside = (path for folder in ours[1:] if folder.is_dir() for path in folder.rglob("*"))
    return [path for path in (*ours, *inside) if not _is_private(path)]


def _is_private(path: Path) -> bool:
    """Take from others what they may do with a file or folder; True if they may nothing now."""
    try:
        if path.is_symlink() or not path.stat().st_mode & FOR_OTHERS:
            return True
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~FOR_OTHERS)
    except FileNotFoundError:  # a passing file of the database
        return True
    except OSError:  # another's, or on a disk that knows no rights
        return False
    return not path.stat().st_mode & FOR_OTHERS


def is_empty() -> bool:
    """True until somebody can sign in, or something is there to see."""
    someone = User.objects.exclude(role=Role.CONSOLE).exists()
    return not someone and not Project.objects.exists()


def database_name() -> str:
    """Name the database in use, without its password."""
    chosen = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        return str(chosen["NAME"])
    return f"postgresql://{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"
