"""The dictionary of figures, the year's answer sheet, and one figure down to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.audit.log import newest
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import say

from .http import asked, dimension
from .kinds import Basis, Dimension
from .measures import FIGURES
from .queries import Figure, Under, figure, figures, latest_month, parts, statement
from .questions import Question

PAGE = 50
ANSWERS = (
    ("count.all", "completed.all", "plan_completion.all"),
    ("count.provincial", "completed.provincial", "plan_completion.provincial"),
    ("count.municipal", "completed.municipal", "plan_completion.municipal"),
    ("count.industrial", "completed.industrial", "plan_completion.industrial"),
    ("count.in_use", "statistics_share", "speed", "acceleration"),
)


@dataclass(frozen=True)
class Group:
    """A measure with the figures of its cuts."""

    name: str
    label: str
    definition: str
    figures: Sequence[Figure]


def dictionary(request: UserRequest) -> HttpResponse:
    question = asked(request, today=local_day(timezone.now()))
    context = _asked_context(question) | {"groups": _groups(figures(question))}
    return render(request, "figures/dictionary.html", context)


def answers(request: UserRequest) -> HttpResponse:
    question = asked(request, today=local_day(timezone.now()))
    found = {each.id: each for each in figures(question)}
    chains = tuple(each for each in found if each.startswith("chain_growth."))
    lines = [
        [(found[each], _address(each, question)) for each in line] for line in (*ANSWERS, chains)
    ]
    context = _asked_context(question) | {"lines": lines, "newest": newest()}
    return render(request, "figures/answers.html", context)


def one(request: UserRequest, figure_id: str) -> HttpResponse:
    question, by = asked(request, today=local_day(timezone.now())), dimension(request)
    try:
        found = figure(figure_id, question)
    except Refusal as unknown:
        raise Http404(str(unknown)) from unknown
    divisible = found.id in FIGURES
    broken_down = parts(by, question, found.id) if divisible else []
    context = _asked_context(question) | {
        "figure": found, "by": by, "divisible": divisible,
        "parts": [(each, each.figures[0]) for each in broken_down],
        "dimensions": [each for each in Dimension if each is not Dimension.PROJECT],
        "page": Paginator(Under(found, question), PAGE).get_page(request.GET.get("page")),
        "statement": statement(found, question), "newest": newest(),
    }  # fmt: skip
    return render(request, "figures/figure.html", context)


def _asked_context(question: Question) -> dict[str, object]:
    return {
        "question": question, "year": question.year, "month": question.as_of,
        "months": [each for each in months_of(question.year) if each <= _last(question)],
        "bases": list(Basis), "asked_query": urlencode(_parameters(question)),
    }  # fmt: skip


def _address(figure_id: str, question: Question) -> str:
    return f"{reverse('figures:figure', args=[figure_id])}?{urlencode(_parameters(question))}"


def _last(question: Question) -> Month:
    return max(Month(question.year, latest_month(question.year)), question.as_of)


def _parameters(question: Question) -> list[tuple[str, str]]:
    """Return the question as an address's parameters."""
    narrowed = [(dimension.value, key) for dimension, key in question.only]
    basis = [("basis", question.basis.value)] if question.basis is not Basis.ORIGINAL else []
    return [("year", str(question.year)), ("month", str(question.month)), *basis, *narrowed]


def _groups(found: Sequence[Figure]) -> list[Group]:
    groups = []
    for name, each in groupby(found, key=_group_name):
        members = list(each)
        measure = FIGURES[members[0].id].measure if members[0].id in FIGURES else None
        label = str(measure.label) if measure else members[0].label
        if name == "chains":
            label = say("Industry chains")
        groups.append(Group(name, label, members[0].definition, members))
    return groups


def _group_name(found: Figure) -> str:
    return "chains" if found.id.startswith("chain_") else found.id.split(".")[0]
