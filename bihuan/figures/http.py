"""What a request asks of the figures."""

from __future__ import annotations

from datetime import date

from bihuan.accounts.http import UserRequest
from bihuan.kit.dates import believed
from bihuan.kit.errors import Refusal
from bihuan.kit.months import month_named
from bihuan.projects.http import year_in_focus

from .kinds import Basis, Comparison, Dimension
from .queries import earlier, month_in_focus
from .questions import Question, RowScope


def asked(request: UserRequest, *, today: date) -> Question:
    """Return the question of `?year=&month=&basis=` and of each `?theme=3` or the like.

    What cannot be read is taken as not said. Without a month: the last with an accepted report.
    """
    year = year_in_focus(request, today=today)
    basis = request.GET.get("basis", "")
    only = tuple((each, key) for each in Dimension for key in request.GET.getlist(each.value))
    return Question(
        year=year,
        month=month_in_focus(year, request.GET.get("month", "")).number,
        row_scope=RowScope.of(request.user),
        only=only,
        basis=Basis(basis) if basis in Basis.values else Basis.ORIGINAL,
        today=today,
    )


def comparison(request: UserRequest) -> Comparison | None:
    """Return with what `?compare=` compares the figures, if with anything."""
    compare = request.GET.get("compare", "")
    return Comparison(compare) if compare in Comparison.values else None


def then_of(request: UserRequest, question: Question) -> Question | None:
    """Return the question of another month, day of knowledge or plan that `?since=`,
    `?known_then=` and `?basis_then=` ask for, if they ask for any.
    """
    since = month_named(request.GET.get("since", ""), question.year)
    known, basis = request.GET.get("known_then", ""), request.GET.get("basis_then", "")
    if since is None and not known and basis not in Basis.values:
        return None
    plan = Basis(basis) if basis in Basis.values else question.basis
    return earlier(question, since, plan, _day(known))


def _day(text: str) -> date | None:
    try:
        return believed(date.fromisoformat(text))
    except (Refusal, ValueError):
        return None


def dimension(request: UserRequest) -> Dimension:
    """Return by what `?by=` breaks a figure down; by tier if it does not say."""
    by = request.GET.get("by", "")
    return Dimension(by) if by in Dimension.values else Dimension.TIER
