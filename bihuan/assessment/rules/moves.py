"""Moves that win points without work: what is written changes, nothing that is built."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bihuan.kit.words import _, gettext
from bihuan.projects.kinds import ProjectClass, Sector, Tier

from . import declarations
from .made_projects import MONTHS, MadeProject, MadeStep

Words = object
Played = Callable[[MadeProject, int], MadeProject]
"""The same project, written otherwise at the end of a month."""


@dataclass(frozen=True)
class PaperMove:
    """One move by its id, in words, and what it makes of a project."""

    id: str
    label: Words
    play: Played
    to: Words = ""
    """What something is relabelled as."""

    @property
    def words(self) -> str:
        if not self.to:
            return str(self.label)
        return gettext("%(move)s as “%(to)s”") % {"move": self.label, "to": self.to}


def _with_month(project: MadeProject, month: int, yuan: int) -> MadeProject:
    months = list(project.months)
    months[month - 1] = max(yuan, 0)
    return replace(project, months=tuple(months))


def _more(project: MadeProject, month: int) -> MadeProject:
    return _with_month(project, month, _ceiling(project.months[month - 1] * 101, 100))


def _ceiling(part: int, whole: int) -> int:
    return -(-part // whole)


def _less(project: MadeProject, month: int) -> MadeProject:
    return _with_month(project, month, project.months[month - 1] * 99 // 100)


def _all_more(project: MadeProject, month: int) -> MadeProject:
    return replace(project, months=tuple(_ceiling(m * 101, 100) for m in project.months))


def _earlier(project: MadeProject, month: int) -> MadeProject:
    """Report now what is done next month; in December, what is done in January."""
    borrowed = project.months[month] if month < MONTHS else project.months[month - 1]
    moved = _with_month(project, month, project.months[month - 1] + borrowed)
    return moved if month == MONTHS else _with_month(moved, month + 1, 0)


def _later(project: MadeProject, month: int) -> MadeProject:
    held = _with_month(project, month, 0)
    if month == MONTHS:
        return held
    return _with_month(held, month + 1, project.months[month - 1] + project.months[month])


def _cut(project: MadeProject, month: int) -> MadeProject:
    return replace(project, adjusted=min(project.original, project.done(month)))


def _raise_plan(project: MadeProject, month: int) -> MadeProject:
    return replace(project, adjusted=project.original * 2)


def _plan_late(project: MadeProject, month: int) -> MadeProject:
    """Put a project without a plan on the list late, with what is done as its plan."""
    if project.original:
        return project
    return replace(project, original=project.done(month), adjusted=None)


def _split(project: MadeProject, month: int) -> MadeProject:
    return replace(project, parts=project.parts * 2)


def _postponed(step: MadeStep, month: int) -> MadeStep:
    return step if step.reached else replace(step, due=max(step.due, MONTHS + 1))


def _postpone(project: MadeProject, month: int) -> MadeProject:
    return replace(project, steps=tuple(_postponed(step, month) for step in project.steps))


def _promise_done(project: MadeProject, month: int) -> MadeProject:
    """Promise a step that is reached already, of the kind that was promised last."""
    key = project.steps[-1].key if project.steps else "permit"
    step = MadeStep(key, first_due=month, due=month, reached=month)
    return replace(project, steps=(*project.steps, step))


def _raise_and_close(project: MadeProject, month: int) -> MadeProject:
    return replace(
        project,
        raised=project.raised + 1,
        closed=project.closed + 1,
        closed_in_time=project.closed_in_time + 1,
    )


def _close_and_raise(project: MadeProject, month: int) -> MadeProject:
    """Close an open matter on paper and raise it again as a new one."""
    if project.raised <= project.closed:
        return project
    return replace(
        project,
        raised=project.raised + 1,
        closed=project.closed + 1,
        closed_in_time=project.closed_in_time + 1,
        overdue=max(project.overdue - 1, 0),
    )


def _withdraw(project: MadeProject, month: int) -> MadeProject:
    if project.raised <= project.closed:
        return project
    return replace(project, raised=project.raised - 1, overdue=max(project.overdue - 1, 0))


def _report_twice(project: MadeProject, month: int) -> MadeProject:
    """Hand in a blank report in time, and correct it after the last day."""
    if not project.late:
        return project
    return replace(project, late=project.late - 1, corrected=project.corrected + 1)


def _visit(project: MadeProject, month: int) -> MadeProject:
    return replace(project, visits_made=project.visits_made + 1)


def _plan_visit(project: MadeProject, month: int) -> MadeProject:
    return replace(
        project,
        visits_planned=project.visits_planned + 1,
        visits_made=project.visits_made + 1,
    )


def _replan_start(project: MadeProject, month: int) -> MadeProject:
    if project.started is not None or not project.planned_start:
        return project
    return replace(project, planned_start=MONTHS + 1)


def _replan_finish(project: MadeProject, month: int) -> MadeProject:
    if project.finished is not None or not project.planned_finish:
        return project
    return replace(project, planned_finish=None)


def _ask_and_answer(project: MadeProject, month: int) -> MadeProject:
    return replace(
        project,
        needs_answered=project.needs_answered + 1,
        needs_in_time=project.needs_in_time + 1,
    )


def _turn_funds(project: MadeProject, month: int) -> MadeProject:
    """Let a twentieth of the plan pass through the project's account."""
    return replace(project, funds=project.funds + project.original // 20)


def _relabel(kind: ProjectClass) -> Played:
    return lambda project, month: replace(project, kind=kind)


def _to_tier(tier: Tier) -> Played:
    return lambda project, month: replace(project, tier=tier)


def _to_sector(sector: Sector) -> Played:
    return lambda project, month: replace(project, sector=sector)


MOVES: tuple[PaperMove, ...] = (
    PaperMove("more", _("report 1% more this month"), _more),
    PaperMove("less", _("report 1% less this month"), _less),
    PaperMove("all_more", _("report 1% more in every month"), _all_more),
    PaperMove("earlier", _("report next month's investment this month"), _earlier),
    PaperMove("later", _("report this month's investment next month"), _later),
    PaperMove("cut_plan", _("cut the year's plan late to what is done"), _cut),
    PaperMove("raise_plan", _("raise the year's plan on paper"), _raise_plan),
    PaperMove("plan_late", _("plan late what is done already"), _plan_late),
    PaperMove("split", _("split the project in two"), _split),
    PaperMove("postpone", _("move the promised days of milestones behind the year"), _postpone),
    PaperMove("promise_done", _("promise a milestone that is reached already"), _promise_done),
    PaperMove("raise_and_close", _("raise a trifle as a matter and close it"), _raise_and_close),
    PaperMove("close_and_raise", _("close a matter and raise it again"), _close_and_raise),
    PaperMove("withdraw", _("withdraw an open matter"), _withdraw),
    PaperMove("report_twice", _("hand in a blank report in time and correct it"), _report_twice),
    PaperMove("visit", _("record a visit more"), _visit),
    PaperMove("plan_visit", _("plan a trivial visit and make it"), _plan_visit),
    PaperMove("start_on_paper", _("declare a start that is none"), declarations.start),
    PaperMove("enter_on_paper", _("enter the statistics on paper"), declarations.enter),
    PaperMove(
        "start_in_time", _("declare the start on its planned day"), declarations.start_in_time
    ),
    PaperMove("finish_on_paper", _("declare a completion that is none"), declarations.finish),
    PaperMove("use_on_paper", _("declare going into use that is none"), declarations.use),
    PaperMove("reach_step", _("report one open milestone as reached"), declarations.reach_step),
    PaperMove(
        "backdate_step", _("date a late milestone back to its day"), declarations.backdate_step
    ),
    PaperMove("close_on_paper", _("close a matter that is not solved"), declarations.close_matter),
    PaperMove(
        "answer_on_paper", _("answer a need in time without an answer"), declarations.answer_need
    ),
    PaperMove("leave_mistake", _("leave a mistake uncorrected"), declarations.leave_mistake),
    PaperMove("replan_start", _("move the planned start behind the year"), _replan_start),
    PaperMove("replan_finish", _("move the planned finish behind the year"), _replan_finish),
    PaperMove(
        "ask_and_answer", _("ask for something trivial and have it answered"), _ask_and_answer
    ),
    PaperMove("turn_funds", _("pass money through the project's account"), _turn_funds),
    *(
        PaperMove(f"class_{kind.value}", _("relabel the class"), _relabel(kind), kind.label)
        for kind in ProjectClass
    ),
    *(
        PaperMove(f"tier_{tier.value}", _("put it on another list"), _to_tier(tier), tier.label)
        for tier in Tier
    ),
    *(
        PaperMove(
            f"sector_{sector.value}", _("relabel the sector"), _to_sector(sector), sector.label
        )
        for sector in Sector
    ),
)
"""All moves that are tried. A project that is split keeps its sums: only counts of it grow."""
