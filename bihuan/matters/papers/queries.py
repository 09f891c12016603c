"""The register of papers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from bihuan.accounts.models import User
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.matters.kinds import Paper, State
from bihuan.matters.models import Matter

from .models import IssuedPaper, IssuedPaperQuerySet
from .rules import kinds_for


def may_issue(user: User, matter: Matter) -> bool:
    """True if a paper may be issued about the matter now, by this person."""
    kinds = kinds_for(State(matter.state), has_lead=matter.lead_id is not None)
    return bool(kinds) and may(user, Can.PAPER_ISSUE, matter)


@dataclass(frozen=True)
class Series:
    """The papers of one kind in one year that somebody sees; `last` is the highest number."""

    kind: Paper
    count: int
    last: int
    void: int


def series(user: User, year: int) -> list[Series]:
    """Return every kind's series of a year, also where nothing was issued."""
    rows = IssuedPaper.objects.visible_to(user).filter(year=year).values("kind").order_by()
    counted = {
        row["kind"]: Series(Paper(row["kind"]), row["count"], row["last"], row["void"])
        for row in rows.annotate(
            count=Count("pk"), last=Max("number"), void=Count("voided_on")
        )
    }  # fmt: skip
    return [counted.get(kind, Series(kind, 0, 0, 0)) for kind in Paper]


def found_papers(user: User, *, year: int, kind: str = "", text: str = "") -> IssuedPaperQuerySet:
    """Return a year's papers, newest first, of one kind and with `text` if given."""
    rows = IssuedPaper.objects.visible_to(user).filter(year=year)
    rows = rows.filter(kind=kind) if kind in Paper.values else rows
    for word in text.split():
        rows = rows.filter(
            Q(label__icontains=word) | Q(title__icontains=word) | Q(addressee__icontains=word)
        )
    return rows.select_related("issued_by").order_by("-issued_at", "-pk")
