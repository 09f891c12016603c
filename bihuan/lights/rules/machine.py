"""The machine's light for one project's months, with every clause that speaks.

Pure: values in, verdict out. Source: docs/rules/lights.md, clauses LIGHT and those of the presets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, Colour, Metric, ReportArrival
from bihuan.projects.kinds import ProjectClass

from .brackets import Clause, Scale, check_scales, with_limits
from .measures import MONTHS_A_YEAR, Measured, MonthFacts, figures_of, measure

BY_DATES = (Metric.START_OVERDUE, Metric.STATISTICS_OVERDUE)


@dataclass(frozen=True)
class LightReading:
    """Where the published text leaves something open: its gist, and how we read it."""

    says: str
    reading: str


@dataclass(frozen=True)
class RuleSet:
    """An office's rules for the lights, as data. `meanings` says each colour in its own words."""

    title: str
    source: str
    version: int
    meanings: dict[str, str]
    rules: tuple[Scale, ...]
    by_class: dict[str, tuple[Scale, ...]] = field(default_factory=dict)
    readings: tuple[LightReading, ...] = ()
    grace_days: int = 3
    improve_after: int = 2
    least_planned_wan: int = 0

    def __post_init__(self) -> None:
        if unknown := set(self.by_class) - set(ProjectClass.values):
            raise ValueError(gettext("There is no class “%s”.") % ", ".join(sorted(unknown)))
        if unknown := set(self.meanings) - set(Colour.values):
            raise ValueError(gettext("There is no colour “%s”.") % ", ".join(sorted(unknown)))
        if not 0 <= self.grace_days <= 31 or not 1 <= self.improve_after <= MONTHS_A_YEAR:
            raise ValueError(gettext("Days of grace are 0 to 31, months to improve 1 to 12."))
        check_scales(self.rules, "rules")
        for name, scales in self.by_class.items():
            check_scales(scales, "by_class", name)
        _ = self._clauses, self._meanings  # cut once, with the reading of the preset

    def meaning(self, colour: str) -> str:
        """Return what a colour means in the office's own words; nothing if it does not say."""
        return self._meanings.get(colour, "")

    def clauses(self, project_class: str = "") -> tuple[Clause, ...]:
        """Return the clauses for a class of projects, in order of the scales."""
        return self._clauses.get(project_class, self._clauses[""])

    @cached_property
    def _clauses(self) -> dict[str, tuple[Clause, ...]]:
        scales = {"": self.rules, **self.by_class}
        return {name: tuple(_worded(each)) for name, each in scales.items()}

    @cached_property
    def _meanings(self) -> dict[str, str]:
        every = [*(s for each in self.by_class.values() for s in each), *self.rules]
        limits = _limits(every)
        return {
            colour: with_limits(text, limits, "meanings", colour)
            for colour, text in self.meanings.items()
        }

    def every_clause(self) -> list[tuple[str, Clause]]:
        """Return each clause with the class that it is for, "" for all others."""
        return [(name, each) for name in ("", *self.by_class) for each in self.clauses(name)]


def _limits(scales: Iterable[Scale]) -> dict[str, Decimal]:
    return {clause: limit for scale in scales for clause, limit in scale.limits().items()}


def _worded(scales: Sequence[Scale]) -> Iterator[Clause]:
    """Yield the clauses of some scales, their words with the numbers that hold."""
    limits = _limits(scales)
    for clause in (each for scale in scales for each in scale.clauses()):
        yield replace(clause, text=with_limits(clause.text, limits, "rules"))


RulesOf = Callable[[Month], RuleSet]
"""The rules by which a month is judged."""


@dataclass(frozen=True, slots=True)
class LightReason:
    """One clause that spoke, with the figures that its sentence needs (decimal strings)."""

    clause: str
    colour: Colour
    kind: str
    figures: dict[str, str]


@dataclass(frozen=True, slots=True)
class LightVerdict:
    """Colour shown and colour of the month alone, which differ while an improvement is awaited."""

    colour: Colour
    raw: Colour
    reasons: tuple[LightReason, ...]
    is_final: bool = False
    """True if it stands as it was given, since its month is locked."""


NONE_FINAL: Mapping[int, LightVerdict] = {}


def judge_year(
    months: Sequence[MonthFacts],
    project_class: str,
    rules_of: RulesOf,
    *,
    today: date,
    final: Mapping[int, LightVerdict] = NONE_FINAL,
) -> list[LightVerdict]:
    """Return one verdict for each of a year's months in order (LIGHT-1 to LIGHT-7), each by the
    rules of its month (LIGHT-20). Those in `final`, by number of the month, stand as given.
    """
    verdicts: list[LightVerdict] = []
    measured: list[Measured] = []
    rules_by_month = [rules_of(facts.month) for facts in months]
    clauses_by_month = [rules.clauses(project_class) for rules in rules_by_month]
    looks_back = max(
        (clause.months_running for clauses in clauses_by_month for clause in clauses), default=1
    )
    for place, facts in enumerate(months):
        rules, clauses = rules_by_month[place], clauses_by_month[place]
        near = months[place : place + looks_back]
        needed = any(each.month.number not in final for each in near)
        metrics = dict.fromkeys(clause.metric for clause in clauses if needed)
        measured.append({metric: measure(metric, facts) for metric in metrics})
        if given := final.get(facts.month.number):
            verdicts.append(given)
            continue
        alone = _silence(facts, rules, today) or _by_clauses(facts, measured, clauses, rules)
        verdicts.append(_settle(alone, verdicts, rules))
    return verdicts


def _silence(facts: MonthFacts, rules: RuleSet, today: date) -> LightVerdict | None:
    """A month without an accepted report: grey, then red, never green (LIGHT-2 to LIGHT-4)."""
    if facts.report in (ReportArrival.ACCEPTED, ReportArrival.OPENING):
        return None
    last_day = facts.closes_on + timedelta(days=rules.grace_days)
    figures = {"closes_on": str(facts.closes_on), "grace": str(rules.grace_days)}
    if facts.report is ReportArrival.IN_REVIEW:
        return _alone(Colour.GREY, LightReason("LIGHT-4", Colour.GREY, "in_review", {}))
    if today > last_day:
        return _alone(Colour.RED, LightReason("LIGHT-3", Colour.RED, "silent", figures))
    return _alone(Colour.GREY, LightReason("LIGHT-2", Colour.GREY, "awaited", figures))


def _by_clauses(
    facts: MonthFacts, measured: Sequence[Measured], clauses: Iterable[Clause], rules: RuleSet
) -> LightVerdict:
    """Worst of the clauses that hold; green if some were measured and none holds (LIGHT-1).

    `measured` holds the values of the year's months up to this one.
    """
    plan_counts = (facts.planned_yuan or 0) >= rules.least_planned_wan * 10_000
    clauses = [c for c in clauses if plan_counts or c.metric in BY_DATES]
    values = {c.metric: measured[-1][c.metric] for c in clauses}
    if all(value is None for value in values.values()):
        return _alone(Colour.GREY, LightReason("LIGHT-5", Colour.GREY, "nothing", {}))
    found = [c for c in clauses if _runs(c, measured)]
    waived = [c for c in found if c.waivable and c.clause in facts.waived]
    reasons = [_spoken(c, values, facts) for c in found if c not in waived]
    colour = max((reason.colour for reason in reasons), key=RANK.__getitem__, default=Colour.GREEN)
    reasons += [_excused(c, facts) for c in waived]
    if colour is Colour.GREEN:
        held = {c.metric for c in waived}
        reasons += [
            LightReason("LIGHT-1", Colour.GREEN, metric, figures_of(metric, value, facts))
            for metric, value in values.items()
            if value is not None and metric not in held
        ]
    return LightVerdict(colour, colour, tuple(reasons))


def _settle(alone: LightVerdict, before: Sequence[LightVerdict], rules: RuleSet) -> LightVerdict:
    """Worse at once, better only after so many months running (LIGHT-6). Grey months give no
    signal: they neither worsen nor count towards an improvement.
    """
    judged = [verdict for verdict in before if verdict.colour is not Colour.GREY]
    if alone.colour is Colour.GREY or not judged:
        return alone
    shown = judged[-1].colour
    if RANK[alone.raw] >= RANK[shown]:
        return alone
    lately = [*(verdict.raw for verdict in judged), alone.raw][-rules.improve_after :]
    worst = max(lately, key=RANK.__getitem__)
    if len(lately) == rules.improve_after and RANK[worst] < RANK[shown]:
        shown = worst
    if shown is alone.raw:
        return alone
    figures = {"months": str(rules.improve_after), "shown": shown, "alone": alone.raw}
    kept = LightReason("LIGHT-6", shown, "kept", figures)
    return LightVerdict(shown, alone.raw, (*alone.reasons, kept))


def _runs(clause: Clause, measured: Sequence[Measured]) -> bool:
    """True if the clause held at the end of this month and of as many before as it asks for. A
    month whose rules do not measure it breaks the run.
    """
    asked = measured[-clause.months_running :]
    if len(asked) < clause.months_running:
        return False
    for values in asked:
        value = values.get(clause.metric)
        if value is None or not clause.holds(value):
            return False
    return True


def _spoken(
    clause: Clause, values: Mapping[Metric, Decimal | None], facts: MonthFacts
) -> LightReason:
    figures = figures_of(clause.metric, values[clause.metric] or Decimal(0), facts)
    if clause.months_running > 1:
        figures["running"] = str(clause.months_running)
    return LightReason(clause.clause, clause.colour, clause.metric, figures)


def _excused(clause: Clause, facts: MonthFacts) -> LightReason:
    figures = {"approver": facts.waived[clause.clause]}
    return LightReason(clause.clause, Colour.GREEN, "waived", figures)


def _alone(colour: Colour, reason: LightReason) -> LightVerdict:
    return LightVerdict(colour, colour, (reason,))
