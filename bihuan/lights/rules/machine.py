"""The machine's light for one project's months, with every clause that speaks.

Pure: values in, verdict out. Source: docs/rules/lights.md, clauses LIGHT and those of the presets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, partial

from bihuan.kit.months import Month
from bihuan.kit.words import gettext
from bihuan.lights.kinds import RANK, Colour, Metric, ReportArrival
from bihuan.projects.kinds import ProjectClass

from .brackets import Clause, Scale, check_scales, with_limits
from .measures import MONTHS_A_YEAR, Measured, MonthFacts, figures_of, measure
from .verdicts import LateReasons, LightReason, LightVerdict

BY_DATES = (Metric.START_OVERDUE, Metric.STATISTICS_OVERDUE)


@dataclass(frozen=True)
class LightReading:
    """Where the published text leaves something open: its gist, and how we read it."""

    says: str
    reading: str


@dataclass(frozen=True)
class ClassClauses:
    """The clauses for one class of projects, in order of the scales."""

    clauses: tuple[Clause, ...]

    @cached_property
    def metrics(self) -> tuple[Metric, ...]:
        """What they measure, each metric once."""
        return tuple(dict.fromkeys(clause.metric for clause in self.clauses))

    @cached_property
    def longest_run(self) -> int:
        """Return for how many months running a clause must hold at most."""
        return max((clause.months_running for clause in self.clauses), default=1)


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
        return self.of_class(project_class).clauses

    def of_class(self, project_class: str) -> ClassClauses:
        """Return the same with what follows from them."""
        return self._clauses.get(project_class, self._clauses[""])

    @cached_property
    def _clauses(self) -> dict[str, ClassClauses]:
        scales = {"": self.rules, **self.by_class}
        return {name: ClassClauses(tuple(_worded(each))) for name, each in scales.items()}

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
    of_class = [rules.of_class(project_class) for rules in rules_by_month]
    looks_back = max((each.longest_run for each in of_class), default=1)
    for place, facts in enumerate(months):
        rules, clauses = rules_by_month[place], of_class[place]
        near = months[place : place + looks_back] if final else ()
        needed = not final or any(each.month.number not in final for each in near)
        metrics = clauses.metrics if needed else ()
        measured.append({metric: measure(metric, facts) for metric in metrics})
        if given := final.get(facts.month.number):
            verdicts.append(given)
            continue
        alone = _silence(facts, rules, today) or _by_clauses(
            facts, measured, clauses.clauses, rules
        )
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
        reason = LightReason("LIGHT-3", Colour.RED, "silent", figures)
        return LightVerdict(Colour.RED, Colour.RED, (reason,), silence=reason.clause)
    reason = LightReason("LIGHT-2", Colour.GREY, "awaited", figures)
    return LightVerdict(Colour.GREY, Colour.GREY, (reason,), silence=reason.clause)


def _by_clauses(
    facts: MonthFacts, measured: Sequence[Measured], clauses: Iterable[Clause], rules: RuleSet
) -> LightVerdict:
    """Worst of the clauses that hold; green if some were measured and none holds (LIGHT-1).

    `measured` holds the values of the year's months up to this one.
    """
    if (facts.planned_yuan or 0) < rules.least_planned_wan * 10_000:
        clauses = [c for c in clauses if c.metric in BY_DATES]
    values = measured[-1]
    if all(values[c.metric] is None for c in clauses):
        return _alone(Colour.GREY, LightReason("LIGHT-5", Colour.GREY, "nothing", {}))
    found = [c for c in clauses if _runs(c, measured)]
    waived = [c for c in found if c.waivable and c.clause in facts.waived]
    spoken = [c for c in found if c not in waived] if waived else found
    colour = max((c.colour for c in spoken), key=RANK.__getitem__, default=Colour.GREEN)
    metrics = dict.fromkeys(c.metric for c in clauses) if colour is Colour.GREEN else {}
    told = partial(_reasons, facts, values, spoken, waived, metrics)
    return LightVerdict(colour, colour, LateReasons(told))


def _reasons(
    facts: MonthFacts,
    values: Measured,
    spoken: Iterable[Clause],
    waived: Sequence[Clause],
    metrics: Iterable[Metric],
) -> Iterator[LightReason]:
    """Yield what the clauses say, those that are excused, and, of a green month, each of `metrics`
    that was measured.
    """
    for clause in spoken:
        yield _spoken(clause, values, facts)
    for clause in waived:
        yield _excused(clause, facts)
    held = {c.metric for c in waived}
    for metric in metrics:
        value = values[metric]
        if value is not None and metric not in held:
            figures = figures_of(metric, value, facts)
            yield LightReason("LIGHT-1", Colour.GREEN, metric, figures)


def _settle(alone: LightVerdict, before: Sequence[LightVerdict], rules: RuleSet) -> LightVerdict:
    """Worse at once, better only after so many months running (LIGHT-6). Grey months give no
    signal: they neither worsen nor count towards an improvement.
    """
    if alone.colour is Colour.GREY:
        return alone
    colours = (verdict.colour for verdict in reversed(before))
    shown: Colour | None = next((c for c in colours if c is not Colour.GREY), None)
    if shown is None or RANK[alone.raw] >= RANK[shown]:
        return alone
    judged = [verdict.raw for verdict in before if verdict.colour is not Colour.GREY]
    lately = [*judged, alone.raw][-rules.improve_after :]
    worst = max(lately, key=RANK.__getitem__)
    if len(lately) == rules.improve_after and RANK[worst] < RANK[shown]:
        shown = worst
    if shown is alone.raw:
        return alone
    figures = {"months": str(rules.improve_after), "shown": shown, "alone": alone.raw}
    kept = LightReason("LIGHT-6", shown, "kept", figures)
    return LightVerdict(shown, alone.raw, LateReasons(lambda: (*alone.reasons, kept)))


def _runs(clause: Clause, measured: Sequence[Measured]) -> bool:
    """True if the clause held at the end of this month and of as many before as it asks for. A
    month whose rules do not measure it breaks the run.
    """
    if len(measured) < clause.months_running:
        return False
    for place in range(1, clause.months_running + 1):
        value = measured[-place].get(clause.metric)
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
