"""The sentences of a verdict's reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from bihuan.kit.days import long_day
from bihuan.kit.months import Month
from bihuan.kit.words import _, article, gettext

from .kinds import Colour, Metric
from .rules import Clause, LightReason

SENTENCES = {
    Metric.GAP: _(
        "Completed %(done)s%% of the annual plan; the even schedule is %(schedule)s%%: "
        "%(value)s percentage points behind."
    ),
    "ahead": _(
        "Completed %(done)s%% of the annual plan; the even schedule is %(schedule)s%%: "
        "%(value)s percentage points ahead."
    ),
    Metric.SCHEDULE_RATIO: _("Completed %(value)s%% of the even schedule."),
    Metric.MONTH_RATIO: _("Completed %(value)s%% of the month's task."),
    Metric.CURVE_RATIO: _("Completed %(value)s%% of what the plan curve expects by now."),
    Metric.START_OVERDUE: _(
        "To start by %(due)s, not started: month %(value)s, "
        "counted from the one in which it was due."
    ),
    "start_on_time": _("No start is overdue."),
    Metric.STATISTICS_OVERDUE: _(
        "Started on %(started)s; over %(value)s months later it has not entered the statistics."
    ),
    "statistics_on_time": _("Entry into the statistics is not overdue."),
    "silent": _("No report by %(closes_on)s, nor within %(grace)s days of grace: red."),
    "awaited": _("No report yet; due by %(closes_on)s. No data, so the light is grey."),
    "in_review": _("The report was handed in and is not accepted yet: no data."),
    "nothing": _("There is neither a plan nor a date to measure by: no data."),
    "waived": _("Excused this month, approved by %(approver)s."),
    "kept": _("This month alone is %(alone)s; the light improves after %(months)s such months."),
    "headline_machine": _("The machine's light is %(colour)s."),
    "headline_commander": _("The commander's light is %(colour)s."),
    "headline_inspector": _("The inspector's light is %(colour)s."),
    "headline_silence": _("No data from the system: nobody's light makes the month better."),
    "headline_unjudged": _("The machine does not judge this month: nobody else's green counts."),
    "by_commander": _("The commander's light of %(month)s is %(colour)s (%(who)s): %(said)s"),
    "by_commander_unsaid": _(
        "The commander's light of %(month)s is %(colour)s (%(who)s), given without a reason."
    ),
    "by_inspector": _("The inspector's light of %(month)s is %(colour)s (%(who)s): %(said)s"),
    "lifted": _("%(who)s lifted the light to %(colour)s until %(until)s: %(said)s"),
    "headline_not_lifted": _("A lift was given; it changes nothing as the three lights stand."),
}
AS_WRITTEN = ("said", "who")
"""What people wrote: never a figure, whatever it looks like."""
DAYS = ("due", "started", "closes_on", "until")

RUNNING = _("This is so for %(running)s months running.")


def sentence(reason: LightReason) -> str:
    """Return the reason in words, its figures rounded half up to two places, as rates are shown."""
    figures = {
        name: text if name in AS_WRITTEN else _shown(name, text)
        for name, text in reason.figures.items()
    }
    for colour in ("alone", "colour"):
        if colour in figures:
            figures[colour] = str(Colour(reason.figures[colour]).label)
    if "month" in figures:
        figures["month"] = Month.parse(reason.figures["month"]).in_words
    if reason.kind == Metric.GAP:
        figures["value"] = figures["value"].lstrip("-")
    said = str(SENTENCES[_key(reason)]) % figures
    return f"{said} {RUNNING % figures}" if "running" in figures else said


@dataclass(frozen=True)
class LightReasonText:
    """A reason as pages show it."""

    clause: str
    colour: Colour
    sentence: str

    @property
    def article(self) -> str:
        return article_of(self.clause)


def article_of(clause: str) -> str:
    """Return a clause as a reason names it. One of the rules of every district says so: a
    district's own begin at 1 too.
    """
    of_all = clause.startswith("LIGHT-")
    return gettext("General rules, %s") % article(clause) if of_all else article(clause)


def said(reason: LightReason) -> LightReasonText:
    return LightReasonText(reason.clause, reason.colour, sentence(reason))


def bounds(clause: Clause) -> str:
    """Return a clause's bounds in the manner of mathematics: “10 ≤ x ≤ 30”."""
    low = f"{clause.above} < " if clause.above is not None else ""
    low = f"{clause.at_least} ≤ " if clause.at_least is not None else low
    high = f" < {clause.below}" if clause.below is not None else ""
    high = f" ≤ {clause.at_most}" if clause.at_most is not None else high
    return f"{low}x{high}"


def to_json(reason: LightReason) -> dict[str, object]:
    return {
        "clause": reason.clause,
        "colour": str(reason.colour),
        "kind": str(reason.kind),
        "figures": reason.figures,
    }


def from_json(kept: Mapping[str, object]) -> LightReason:
    figures = kept["figures"]
    if not isinstance(figures, dict):
        raise TypeError(kept)
    return LightReason(str(kept["clause"]), Colour(str(kept["colour"])), str(kept["kind"]), figures)


def _key(reason: LightReason) -> str:
    value = Decimal(reason.figures.get("value", 0))
    if reason.kind == Metric.GAP and value <= 0:
        return "ahead"
    if reason.kind == Metric.START_OVERDUE and value == 0:
        return "start_on_time"
    if reason.kind == Metric.STATISTICS_OVERDUE and reason.colour is Colour.GREEN:
        return "statistics_on_time"
    return reason.kind


def _shown(name: str, text: str) -> str:
    """Round a figure and write a day out; leave a name or a whole number as it is."""
    try:
        if name in DAYS:
            return long_day(date.fromisoformat(text))
        number = Decimal(text)
    except (ArithmeticError, ValueError):
        return text
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return str(number.quantize(Decimal("0.01"), ROUND_HALF_UP))
