"""A month's scores on the wall of the meeting room: the first and the last of each sheet, then the
red and the black list if the month is frozen (ASSESS-29).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.accounts.permissions import may
from bihuan.accounts.roles import Can
from bihuan.assessment.kinds import ResultList
from bihuan.assessment.models import Freeze
from bihuan.assessment.queries import final_scores, listed, scheme_of, seen_by
from bihuan.assessment.queries.frozen import ListedScore, freeze_rows
from bihuan.assessment.rules.ranking import Ranked
from bihuan.assessment.rules.scheme import ScoreSheet
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.assessment.rules.summary import GroupSummary, summary
from bihuan.kit.days import local_day
from bihuan.kit.months import Month
from bihuan.kit.screen_mode import WALL

from .scoreboard import begun_board

ENDS = 10
"""So many of the first, and so many of the last, stand on a page: they are read from afar."""
SheetGroup = tuple[ScoreSheet, Sequence[Ranked], Sequence[Ranked]]
"""A sheet, all who are ranked on it, and those of them whom the reader sees."""


@dataclass(frozen=True)
class WallSheet:
    """A page of a sheet: the first and the last of whom the reader sees."""

    sheet: ScoreSheet
    summary: GroupSummary | None
    first: Sequence[Ranked]
    last: Sequence[Ranked]
    left_out: int
    """How many stand between both, and are not shown."""


@dataclass(frozen=True)
class WallList:
    """A page of a list as it was frozen."""

    colour: ResultList
    halves: Sequence[Sequence[ListedScore]]


def wall(request: UserRequest, month: Month) -> HttpResponse:
    freeze = _freeze(month)
    is_frozen = freeze is not None and may(request.user, Can.SCORE_DETAIL)
    groups = _frozen(request, freeze) if freeze and is_frozen else _live(request, month)
    context = {
        "mode": WALL,
        "month": month,
        "scheme": scheme_of(month),
        "sheets": [wall_page(*group) for group in groups if group[2]],
        "is_frozen": is_frozen,
        "freeze": freeze,
        "lists": list(_lists(freeze)) if freeze else [],
    }
    return render(request, "assessment/wall.html", context)


def _live(request: UserRequest, month: Month) -> Iterator[SheetGroup]:
    """Yield each sheet with all its scores by what is known today, and those who are seen."""
    today = local_day(timezone.now())
    for sheet in scheme_of(month).sheets:
        scores = begun_board(month, sheet, today)
        seen = seen_by(request.user, sheet.who, scores)
        yield sheet, [each.ranked for each in scores], _assessed(each.ranked for each in seen)


def _frozen(request: UserRequest, freeze: Freeze) -> Iterator[SheetGroup]:
    """Yield each sheet with the scores that stand since the freeze, and those who are seen."""
    every, seen = final_scores(freeze), set(freeze_rows(freeze, request.user))
    for sheet in stored_scheme(freeze.scheme).sheets:
        own = [final for final in every if final.row.sheet == sheet.id]
        shown = (final.now for final in own if final.row.pk in seen)
        yield sheet, [final.now for final in own], _assessed(shown)


def wall_page(sheet: ScoreSheet, whole: Sequence[Ranked], seen: Sequence[Ranked]) -> WallSheet:
    """Return the page of a sheet: its sums are of the whole, the rows of those who are seen."""
    cut = min(ENDS, (len(seen) + 1) // 2)
    said = summary(sheet, (each.score for each in whole))
    last = seen[max(cut, len(seen) - ENDS) :]
    return WallSheet(sheet, said, seen[:cut], last, len(seen) - cut - len(last))


def _assessed(ranked: Iterable[Ranked]) -> list[Ranked]:
    return [each for each in ranked if each.score.is_assessed]


def _freeze(month: Month) -> Freeze | None:
    """Return the freeze that ends with the month: the final one before a provisional one."""
    found = Freeze.objects.filter(month=month.first_day)
    return max(found, key=lambda each: (each.is_final, each.pk), default=None)


def _lists(freeze: Freeze) -> Iterator[WallList]:
    """Yield the lists, which are published, in pages."""
    every = [each for each in listed(freeze) if not each.listing.spared]
    for colour in ResultList:
        rows = [each for each in every if each.listing.colour is colour]
        for at in range(0, len(rows), 2 * ENDS):
            yield WallList(colour, (rows[at : at + ENDS], rows[at + ENDS : at + 2 * ENDS]))
