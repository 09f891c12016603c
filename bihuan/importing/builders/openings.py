"""A system that starts in mid-year: what was completed before its first month, as one sum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bihuan.importing.proof.amount_words import amounts_of_sheet_in, in_wan
from bihuan.importing.proof.questions import LEAVE, AnswerChoice, Desk
from bihuan.kit.words import gettext

if TYPE_CHECKING:
    from .project_months import ProjectMonths

T = TypeVar("T")
OPENING = "opening"


def settle_openings(projects: Sequence[ProjectMonths]) -> None:
    """Ask, once a table, about cumulatives that go beyond the months known, where months before are
    missing: as one opening sum, or not at all.
    """
    gaps = [(each.months[0].desk, (each, gap)) for each in projects if (gap := each.gap())]
    for desk, found in _by_desk(gaps):
        with amounts_of_sheet_in(found[0][0].months[0].row.unit):
            answer = _ask(desk, found)
        for project, gap in found:
            opens = answer == OPENING and project.opening_month() is not None
            project.opening_yuan = gap if opens else 0
            project.trusts_cumulative = False


def _ask(desk: Desk, found: list[tuple[ProjectMonths, int]]) -> str:
    month = found[0][0].months[0].month
    text = gettext(
        "%(count)s projects had completed %(sum)s more before %(month)s than the months known here"
        " tell, and months are missing. Is this their opening sum?"
    )
    placed = [gap for project, gap in found if project.opening_month()]
    choices = [
        *(
            AnswerChoice(
                OPENING,
                gettext("Yes: keep it as one opening sum, not as a month's report"),
                gettext("opening sums: %s") % in_wan(sum(placed)),
            )
            for _ in placed[:1]
        ),
        AnswerChoice(
            LEAVE,
            gettext("No: read the month alone, and not the cumulative"),
            gettext("nothing is read of the months before"),
        ),
    ]
    sum_ = in_wan(sum(gap for _project, gap in found))
    told = {"count": len(found), "sum": sum_, "month": month.in_words}
    return desk.ask("opening", text % told, choices)


def tell_openings(projects: Sequence[ProjectMonths]) -> None:
    """Say of each table how many of its sums are of several months, and so no month's report."""
    months = (month for project in projects for month in project.months if month.covers_more)
    for desk, found in _by_desk((month.desk, month.completed_yuan) for month in months):
        text = gettext(
            "%(count)s sums, together %(sum)s, are of several months of which none was reported:"
            " they are kept as opening sums, and are no month's reports."
        )
        desk.prove(text % {"count": len(found), "sum": in_wan(sum(found))})


def tell_rests(projects: Sequence[ProjectMonths]) -> None:
    """Say of each table, and each month of it, that is what a cumulative leaves, of which amounts
    it is the difference.
    """
    months = (month for project in projects for month in project.months if month.is_rest)
    for desk, found in _by_desk((month.desk, month) for month in months):
        for month in sorted({each.month for each in found}):
            rests = [each for each in found if each.month == month]
            text = gettext(
                "%(month)s is told by the year so far alone, of %(count)s projects: %(all)s less"
                " the %(less)s known of the months before leave %(rest)s."
            )
            whole = sum(each.cumulative_yuan or 0 for each in rests)
            rest = sum(each.completed_yuan for each in rests)
            told = {"month": month.in_words, "count": len(rests), "all": in_wan(whole)}
            desk.prove(text % {**told, "less": in_wan(whole - rest), "rest": in_wan(rest)})


def _by_desk(pairs: Iterable[tuple[Desk, T]]) -> list[tuple[Desk, list[T]]]:
    """Put together what is of one table, the tables as they come."""
    found: dict[int, tuple[Desk, list[T]]] = {}
    for desk, each in pairs:
        found.setdefault(id(desk), (desk, []))[1].append(each)
    return list(found.values())
