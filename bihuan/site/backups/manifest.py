"""What a backup says of itself: versions, rows, the record's head and figures, and every file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from bihuan.audit.models import Event
from bihuan.kit.errors import Refusal
from bihuan.kit.words import gettext
from bihuan.plans.models import AnnualList
from bihuan.site.upgrading import steps_ahead

from .archive import ArchiveMember
from .contents import INSIDE

NAME = "manifest.json"
FORMAT = 1
EXACT = ("value", "rows", "numerator", "denominator")


@dataclass(frozen=True)
class BackupHead:
    """The newest event: where the record of events stood."""

    number: int
    hash: str
    at: str


@dataclass(frozen=True)
class BackupManifest:
    """All that a backup must still say when it is opened or put back.

    `figures` are the control figures: of each year and month, each figure's exact value. `missing`
    names files that rows name and that were not in the data folder.
    """

    made_at: str
    version: str
    engine: str
    migrations: dict[str, list[str]]
    counts: dict[str, int]
    head: BackupHead | None
    figures: dict[str, dict[str, list[str | None]]]
    has_keys: bool = False
    missing: list[str] = field(default_factory=list)
    members: dict[str, ArchiveMember] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def files(self) -> int:
        """Return how many files of the data folder it holds, beside the database and the keys."""
        return sum(name.startswith(INSIDE) for name in self.members)

    def encoded(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()


def decoded(content: bytes) -> BackupManifest:
    """Return what was encoded. Raises Refusal if it is something else, or of a later format."""
    try:
        told: dict[str, Any] = json.loads(content)
        if told["format"] > FORMAT:
            raise Refusal(gettext("The backup was made by a newer version, %s.") % told["version"])
        members = {name: ArchiveMember(**each) for name, each in told.pop("members").items()}
        head = told.pop("head")
        return BackupManifest(**told, members=members, head=BackupHead(**head) if head else None)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(gettext("The backup's manifest cannot be read.")) from error


def describe(at: datetime) -> BackupManifest:
    """Return what the database in use holds now; its files are added by who packs them. Of one that
    an older version wrote no figures are told.
    """
    newest = Event.objects.order_by("-pk").values_list("pk", "hash", "at").first()
    return BackupManifest(
        made_at=at.isoformat(),
        version=version("bihuan"),
        engine=connection.vendor,
        migrations=migrations(),
        counts=row_counts(),
        head=BackupHead(newest[0], newest[1], newest[2].isoformat()) if newest else None,
        figures={} if steps_ahead() else control_figures(),
    )


def row_counts() -> dict[str, int]:
    """Return the number of rows of every table."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = int(cursor.fetchone()[0])
    return counts


def migrations() -> dict[str, list[str]]:
    """Return the steps that the database has taken, by app."""
    steps: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        steps.setdefault(app, []).append(name)
    return steps


def unknown_migrations(taken: Mapping[str, list[str]]) -> list[str]:
    """Return the steps in `taken` that this version does not know: a later one made them. It knows
    those that steps of its own stand for.
    """
    steps = MigrationLoader(None).disk_migrations
    known = set(steps) | {replaced for each in steps.values() for replaced in each.replaces}
    return [
        f"{app}.{name}"
        for app, names in taken.items()
        for name in names
        if (app, name) not in known
    ]


def control_figures() -> dict[str, dict[str, list[str | None]]]:
    """Return every figure of every year with a list, to its last month with an accepted report."""
    from bihuan.figures.queries import figures, latest_month  # as slow as all other imports
    from bihuan.figures.questions import Question
    from bihuan.figures.shown import plain_figure

    years = AnnualList.objects.order_by("year").values_list("year", flat=True).distinct()
    return {
        f"{year}-{(month := latest_month(year)):02}": {
            each.id: _exact(plain_figure(each, Question(year, month)))
            for each in figures(Question(year, month))
        }
        for year in years
    }


def differences(told: BackupManifest, found: BackupManifest) -> list[str]:
    """Return a sentence for each number in which a restored database differs from its manifest."""
    said = count_differences(told, found.counts)
    if told.head != found.head:
        said.append(gettext("The newest event is not the one that the manifest names."))
    return said + figure_differences(told, found.figures)


def count_differences(told: BackupManifest, found: Mapping[str, int]) -> list[str]:
    """Return a sentence for each table that has not as many rows as the manifest says."""
    return [
        gettext("The table %(table)s has %(found)s rows instead of %(told)s.")
        % {"table": table, "found": found.get(table, 0), "told": count}
        for table, count in told.counts.items()
        if found.get(table, 0) != count
    ]


def figure_differences(
    told: BackupManifest, found: Mapping[str, dict[str, list[str | None]]]
) -> list[str]:
    """Return a sentence for each figure that is not, to the last digit, what the manifest says."""
    return [
        gettext("The figure %(figure)s of %(month)s is %(found)s instead of %(told)s.")
        % {"figure": figure, "month": month, "found": again and again[0], "told": exact[0]}
        for month, by_id in told.figures.items()
        for figure, exact in by_id.items()
        if (again := found.get(month, {}).get(figure)) != exact
    ]


def _exact(plain: dict[str, Any]) -> list[str | None]:
    return [None if plain[key] is None else str(plain[key]) for key in EXACT]
