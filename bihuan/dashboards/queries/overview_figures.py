"""The figures of the overview in words: three large ones, the others by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from bihuan.figures.kinds import Comparison
from bihuan.figures.queries import Figure, compared
from bihuan.figures.questions import Question
from bihuan.kit.money import scale_with
from bihuan.kit.words import _, gettext

COMPLETED = "completed.all"
LARGE = (COMPLETED, "plan_completion.all", "gap_linear.all")
"""The three figures that the page opens with."""
GROUPS = (
    (_("Investment"), ("planned.all", "speed", "acceleration")),
    (_("Projects"), ("count.all", "count.started", "count.in_use")),
    (_("Statistics"), ("count.in_statistics", "statistics_share")),
)
"""The others, by what they are about."""
SHORT = {
    "count.all": _("Key projects"),
    "planned.all": _("Annual planned investment"),
    "completed.all": _("Completed investment"),
    "plan_completion.all": _("Plan completion"),
    "gap_linear.all": _("Against the even schedule"),
    "count.started": _("Started"),
    "count.in_use": _("In use this year"),
    "count.in_statistics": _("In the statistics"),
    "statistics_share": _("Share of fixed-asset investment"),
    "speed": _("Speed"),
    "acceleration": _("Acceleration"),
}
CHAIN_GROWTH = "chain_growth."
ASKED = (*LARGE, *(figure_id for _label, ids in GROUPS for figure_id in ids))


@dataclass(frozen=True)
class OverviewFigure:
    """One figure as it is shown, and where it opens to its definition and rows."""

    label: str
    value: str
    unit: str
    href: str
    note: str = ""


@dataclass(frozen=True)
class OverviewGroup:
    """Figures about one thing."""

    label: str
    figures: list[OverviewFigure]


def in_words(
    found: Mapping[str, Figure], question: Question, compare: Comparison | None
) -> dict[str, OverviewFigure]:
    """Return figures as they are shown, by their ids, beside what they are compared with: before
    the year's first report nothing is, unless somebody asked for it.
    """
    completed = found[COMPLETED]
    is_begun = completed.is_known and completed.value is not None
    told = _headlines(list(found.values()), question, compare, is_begun=is_begun)
    return dict(zip(found, told, strict=True))


def in_one_unit(found: Mapping[str, Figure]) -> tuple[dict[str, Figure], int]:
    """Return figures whose money is shown in one unit, and that unit."""
    known = [each for each in found.values() if each.is_money and each.is_known]
    unit = scale_with(*(int(each.value or 0) for each in known))
    return {key: replace(each, shown_in=unit) for key, each in found.items()}, unit


def groups(
    shown: Mapping[str, OverviewFigure],
    chains: Sequence[Figure],
    question: Question,
    compare: Comparison | None,
) -> list[OverviewGroup]:
    """Return the figures that are not large; of chains, how they grew."""
    grown = [each for each in chains if each.id.startswith(CHAIN_GROWTH)]
    found = [OverviewGroup(str(label), [shown[key] for key in keys]) for label, keys in GROUPS]
    if not grown:
        return found
    told = _headlines(grown, question, compare)
    return [*found, OverviewGroup(gettext("Industry chains"), told)]


def _headlines(
    found: list[Figure],
    question: Question,
    compare: Comparison | None,
    *,
    is_begun: bool = True,
) -> list[OverviewFigure]:
    """Return figures in words. That there is nothing to compare with is said to who asked."""
    beside = compared(found, question, compare or Comparison.LAST_YEAR)
    return [
        _headline(each.figure, question, each.note if compare or (each.base and is_begun) else "")
        for each in beside
    ]


def _headline(figure: Figure, question: Question, note: str = "") -> OverviewFigure:
    """Return a figure in words, its value in the unit people read."""
    label = str(SHORT.get(figure.id, figure.label))
    asked = urlencode(
        {"year": question.year, "month": question.month, "basis": question.basis.value}
    )
    unit = figure.shown_unit if figure.is_known and figure.value is not None else ""
    return OverviewFigure(label, figure.shown, unit, _address(figure.id, asked), note)


def _address(figure_id: str, asked: str) -> str:
    """Where the figure opens; nothing where no page shows it."""
    try:
        return reverse("figures:figure", args=[figure_id]) + f"?{asked}"
    except NoReverseMatch:
        return ""
