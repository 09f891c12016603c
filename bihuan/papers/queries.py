"""The register of papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bihuan.accounts.models import User
from bihuan.matters.kinds import AlertKind, MatterState, PaperKind
from bihuan.matters.models import Alert, Matter
from bihuan.matters.presets import district_policy

from .models import IssuedPaper, IssuedPaperQuerySet

UNSOLVED = (MatterState.ASSIGNED, MatterState.WORKING, MatterState.PAUSED)


def papers_due(user: User, today: date) -> QuerySet[Matter]:
    """Return the matters still to be solved that climbed to a level whose paper was not issued
    since, the highest level and the greatest worth first. The clock proposes; people issue
    (PAPER-7). What was answered or verified is not pressed for: it waits for somebody else.
    """
    policy = district_policy(today)
    reached = Alert.objects.filter(
        matter=OuterRef("pk"), kind=AlertKind.ESCALATED, level=OuterRef("level")
    )
    since = Subquery(reached.order_by("-on").values("on")[:1])
    rows = Matter.objects.visible_to(user).filter(state__in=UNSOLVED, lead__isnull=False)
    rows = rows.annotate(since=Coalesce(since, "raised_on"))
    due = Q(pk__in=[])
    for number in range(2, policy.top + 1):
        issued = IssuedPaper.matters.through.objects.filter(
            matter=OuterRef("pk"),
            issuedpaper__kind=policy.level(number).paper,
            issuedpaper__voided_on=None,
            issuedpaper__issued_on__gte=OuterRef("since"),
        )
        due |= Q(level=number) & Q(~Exists(issued))
    return rows.filter(due).select_related("project", "lead").order_by("-level", "-worth", "-pk")


@dataclass(frozen=True)
class Series:
    """The papers of one kind in one year that somebody sees; `last` is the highest number."""

    kind: PaperKind
    count: int
    last: int
    void: int


def series(user: User, year: int) -> list[Series]:
    """Return every kind's series of a year, also where nothing was issued."""
    rows = IssuedPaper.objects.visible_to(user).filter(year=year).values("kind").order_by()
    counted = {
        row["kind"]: Series(PaperKind(row["kind"]), row["count"], row["last"], row["void"])
        for row in rows.annotate(count=Count("pk"), last=Max("number"), void=Count("voided_on"))
    }
    return [counted.get(kind, Series(kind, 0, 0, 0)) for kind in PaperKind]


def found_papers(user: User, *, year: int, kind: str = "", text: str = "") -> IssuedPaperQuerySet:
    """Return a year's papers, newest first, of one kind and with `text` if given."""
    rows = IssuedPaper.objects.visible_to(user).filter(year=year)
    rows = rows.filter(kind=kind) if kind in PaperKind.values else rows
    for word in text.split():
        rows = rows.filter(
            Q(label__icontains=word) | Q(title__icontains=word) | Q(addressee__icontains=word)
        )
    return rows.select_related("issued_by").order_by("-issued_at", "-pk")
