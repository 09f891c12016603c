"""The dictionary of figures, the year's answer sheet, and one figure down to its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from bihuan.accounts.http import UserRequest
from bihuan.audit.log import newest, newest_moment
from bihuan.kit.days import local_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import scale_of
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import _, gettext, joined

from .http import asked, comparison, dimension, then_of
from .kinds import Basis, Comparison, Dimension
from .measures import FIGURES
from .queries import (
    Compared,
    Figure,
    FigurePart,
    Under,
    compared,
    divides,
    divisible,
    explainable,
    figure,
    figures,
    latest_month,
    parts,
    statement,
    tallies,
    why,
)
from .questions import Question

PAGE = 50
YEAR_SHEET = (
    ("count.all", "completed.all", "plan_completion.all"),
    ("count.provincial", "completed.provincial", "plan_completion.provincial"),
    ("count.municipal", "completed.municipal", "plan_completion.municipal"),
    ("count.industrial", "completed.industrial", "plan_completion.industrial"),
    ("count.in_use", "statistics_share", "speed", "acceleration"),
    ("reports.on_time_rate", "milestones.in_time_rate", "start_rate.all", "funds.in_place"),
    ("matters.raised", "matters.closed", "matters.closed_in_time_rate", "matters.overdue"),
)
ALONE = (Dimension.PROJECT, Dimension.DISTRICT)
"""By these a page breaks nothing down: too many parts, and one."""
KNOWN_BY_HANDLER = ("matters.open", "matters.raised", "needs.asked", "needs.answered")
"""Figures that name every handling organisation that has something in hand."""
GROUPS = {
    "starts": _("Starts"),
    "finishes": _("Completions"),
    "plans": _("Adjusted plans"),
    "matters": _("The closed loop"),
    "reports": _("Monthly reports"),
    "milestones": _("Milestones"),
    "needs": _("What projects need"),
    "visits": _("Site visits"),
    "funds": _("Funds in place"),
    "funding_rank": _("Place among the counties"),
    "chains": _("Industry chains"),
}


@dataclass(frozen=True)
class FigureGroup:
    """A measure with those of its segments, or figures of one subject, each defined by itself."""

    name: str
    label: str
    definition: str
    figures: Sequence[Compared]


@dataclass(frozen=True)
class Narrowing:
    """One dimension by which the figures are narrowed, and the question without it."""

    label: str
    named: str
    without: str


def dictionary(request: UserRequest) -> HttpResponse:
    question = asked(request, today=local_day(timezone.now()))
    words = request.GET.get("q", "").strip()
    found = [each for each in figures(question) if _speaks_of(each, words)]
    context = _asked_context(request, question) | {
        "groups": _groups(_beside(request, found, question)),
        "words": words,
    }
    return render(request, "figures/dictionary.html", context)


def _speaks_of(figure: Figure, words: str) -> bool:
    """True if every word stands in the figure's label, definition or id."""
    said = f"{figure.label} {figure.scope} {figure.definition} {figure.id}".casefold()
    return all(word in said for word in words.casefold().split())


def year_sheet(request: UserRequest) -> HttpResponse:
    question = asked(request, today=local_day(timezone.now()))
    found = {each.figure.id: each for each in _beside(request, figures(question), question)}
    chains = tuple(each for each in found if each.startswith("chain_growth."))
    lines = [
        [(found[each], _address(each, question, request)) for each in line if each in found]
        for line in (*YEAR_SHEET, chains)
    ]
    context = _asked_context(request, question) | {"lines": lines, **_as_of()}
    return render(request, "figures/year_sheet.html", context)


def _scale(broken_down: list[FigurePart]) -> int:
    """Return the unit in which the parts of a sum stand beneath each other."""
    return scale_of(*(int(each.value or 0) for part in broken_down for each in part.figures))


def figure_page(request: UserRequest, figure_id: str) -> HttpResponse:
    question, by = asked(request, today=local_day(timezone.now())), dimension(request)
    try:
        found = figure(figure_id, question)
    except Refusal as unknown:
        raise Http404(str(unknown)) from unknown
    by = by if divides(by, found.id) else Dimension.TIER
    broken_down = parts(by, question, found.id) if divisible(found.id) else []
    (beside,) = _beside(request, [found], question)
    page = Paginator(Under(found, question), PAGE).get_page(request.GET.get("page"))
    context = _asked_context(request, question) | {
        "figure": found,
        "beside": beside,
        "by": by,
        "divisible": divisible(found.id),
        "parts": [(p, p.figures[0], _query(_only(question, by, p.key))) for p in broken_down],
        "parts_scale": _scale(broken_down) if found.is_money else 1,
        **_why(request, found, question),
        "dimensions": [each for each in Dimension if each not in ALONE and divides(each, found.id)],
        "page": page,
        "statement": statement(found, question),
        **_as_of(),
    }
    return render(request, "figures/figure.html", context)


def _why(request: UserRequest, found: Figure, question: Question) -> dict[str, object]:
    """Return why the figure changed since what `?since=`, `?known_then=`, `?basis_then=` say."""
    asked_then = then_of(request, question)
    so_far = [each for each in months_of(question.year) if each <= question.as_of]
    told: dict[str, object] = {
        "explainable": explainable(found.id),
        "then": asked_then or question,
        "earlier_months": [*months_of(question.year - 1), *so_far],
        "most_rows": PAGE,
    }
    if asked_then is None or not explainable(found.id):
        return told
    try:
        return told | {"change": why(found.id, asked_then, question)}
    except Refusal as refusal:
        return told | {"unexplained": str(refusal)}


def _asked_context(request: UserRequest, question: Question) -> dict[str, object]:
    last = max(Month(question.year, latest_month(question.year)), question.as_of)
    told = tallies(request.user, question.year, local_day(timezone.now()))
    return {
        "question": question,
        "year": question.year,
        "month": question.as_of,
        "months": [each for each in months_of(question.year) if each <= last],
        "bases": list(Basis),
        "comparisons": list(Comparison),
        "compare": comparison(request),
        "asked_query": _query(question, request),
        "narrowed": _narrowed(question),
        "tally": told[question.month - 1],
    }


def _narrowed(question: Question) -> list[Narrowing]:
    """Return by what the figures are narrowed. What the reader may not see is not named."""
    found = []
    for by in dict.fromkeys(name for name, _key in question.only):
        rest = question.widened(by)
        shown = KNOWN_BY_HANDLER if by is Dimension.HANDLER else ("count.all",)
        found_by = parts(by, rest.widened(Dimension.HANDLER), *shown)
        labels = {part.key: part.label for part in found_by}
        keys = sorted(question.limited_to(by))
        named = joined(labels.get(key, gettext("nothing that is there")) for key in keys)
        found.append(Narrowing(str(by.label), named, _query(rest)))
    return found


def _only(question: Question, by: Dimension, key: str) -> Question:
    """Return the question about the projects of one key of a dimension."""
    return question.widened(by).narrowed(by, key)


def _as_of() -> dict[str, object]:
    return {"newest": newest(), "newest_at": newest_moment()}


def _beside(request: UserRequest, found: Sequence[Figure], question: Question) -> list[Compared]:
    """Return the figures beside what they are compared with, if that is asked for."""
    with_what = comparison(request)
    if with_what is None:
        return [Compared(each) for each in found]
    return compared(found, question, with_what)


def _address(figure_id: str, question: Question, request: UserRequest) -> str:
    return f"{reverse('figures:figure', args=[figure_id])}?{_query(question, request)}"


def _query(question: Question, request: UserRequest | None = None) -> str:
    """Return the question as an address's parameters, with the comparison that is asked for."""
    with_what = comparison(request) if request else None
    compare = [("compare", with_what.value)] if with_what else []
    narrowed = [(dimension.value, key) for dimension, key in question.only]
    basis = [("basis", question.basis.value)] if question.basis is not Basis.ORIGINAL else []
    asked = [("year", str(question.year)), ("month", str(question.month)), *basis, *narrowed]
    return urlencode([*asked, *compare])


def _groups(found: Sequence[Compared]) -> list[FigureGroup]:
    groups: list[FigureGroup] = []
    by_name: dict[str, list[Compared]] = defaultdict(list)
    for each in found:
        by_name[_group_name(each)].append(each)
    for name, members in by_name.items():
        first = members[0].figure
        measure = FIGURES[first.id].measure if first.id in FIGURES else None
        label = str(GROUPS.get(name) or (measure.label if measure else first.label))
        definition = str(measure.definition) if measure else first.definition
        groups.append(FigureGroup(name, label, "" if name in GROUPS else definition, members))
    return groups


def _group_name(found: Compared) -> str:
    figure_id = found.figure.id
    return "chains" if figure_id.startswith("chain_") else figure_id.split(".")[0]
