"""The monthly round: when it opens and closes, who reports, how a report moves.

Pure: values in, verdict out. Source: docs/rules/progress.md, clauses ROUND and REPORT. What a
report may say stands in `believable.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bihuan.kit.cases import Worked
from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month, check_begun
from bihuan.kit.words import gettext
from bihuan.kit.workdays import add_workdays
from bihuan.projects.kinds import ProjectClass

from .kinds import HISTORY, ReportStanding, ReportState, RoundState

QUARTER_ENDS = (3, 6, 9, 12)
LONGEST_WAIT = timedelta(days=92)  # ROUND-10
PHOTO_BYTES = 10 * 1024 * 1024  # REPORT-5

# REPORT-1
MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    ReportState.SUBMITTED: frozenset(
        {ReportState.DRAFT, ReportState.RETURNED, ReportState.ACCEPTED}
    ),
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED}),
    ReportState.ACCEPTED: frozenset({ReportState.LOCKED}),
    ReportState.LOCKED: frozenset(),
}
EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED})


@dataclass(frozen=True)
class Edge:
    """One end of the window: a day of the month, or its so-many-th working day."""

    day: int | None = None
    workday: int | None = None
    months_later: int = 0

    def __post_init__(self) -> None:
        if (self.day is None) == (self.workday is None):
            raise ValueError(gettext("Give either a day or a working day."))
        if not 1 <= (self.day or self.workday or 0) <= 31:
            raise ValueError(gettext("A month has days 1 to 31."))
        if not 0 <= self.months_later <= 3:
            raise ValueError(gettext("The window lies within three months."))


@dataclass(frozen=True)
class RoundRules:
    """When a month's reports are due, and from which classes. An office's choice, as data. A round
    that is opened when its last day is over lasts `workdays_if_late` working days.
    """

    title: str
    opens: Edge
    closes: Edge
    december_closes: Edge | None = None
    workdays_if_late: int = 5
    quarterly: tuple[ProjectClass, ...] = ()
    monthly_once_started: bool = True

    def __post_init__(self) -> None:
        ends = (self.closes, self.december_closes or self.closes)
        if any(_rank(end) < _rank(self.opens) for end in ends):
            raise ValueError(gettext("The window would close before it opens."))
        if not 1 <= self.workdays_if_late <= 31:
            raise ValueError(gettext("A round that is opened late lasts 1 to 31 working days."))


@dataclass(frozen=True)
class Window:
    """First and last day on which a report of the month is on time."""

    opens_on: date
    closes_on: date

    def __str__(self) -> str:
        return gettext("%(opens)s to %(closes)s") % {
            "opens": long_day(self.opens_on),
            "closes": long_day(self.closes_on),
        }


@dataclass(frozen=True)
class RoundCase:
    """A month, and the first and last day on which its reports are expected to be on time."""

    preset: str
    title: str
    month: str
    opens_on: date
    closes_on: date

    @property
    def day(self) -> date:
        """The day whose rules hold: a month is held to those of its first day."""
        return Month.parse(self.month).first_day

    def window(self, rules: RoundRules) -> Window:
        """Return the days that `rules` give the month."""
        return window(Month.parse(self.month), rules)

    def worked(self, rules: RoundRules) -> Worked:
        """Return what `rules` say of the month, and whether that was expected."""
        found, wanted = self.window(rules), Window(self.opens_on, self.closes_on)
        reasons = (gettext("Month: %s") % self.month,)
        return Worked(self.title, str(found), reasons, "" if found == wanted else str(wanted))


def window(month: Month, rules: RoundRules) -> Window:
    """Return the days of `month`'s round (ROUND-1, in December ROUND-2)."""
    closes = rules.closes
    if month.number == 12 and rules.december_closes:
        closes = rules.december_closes
    return Window(_day(month, rules.opens), _day(month, closes))


def window_from(month: Month, rules: RoundRules, *, opened_on: date) -> Window:
    """Return the days of a round that is opened on `opened_on`: those of the window, or from that
    day on so many working days once it is over (ROUND-10).
    """
    days = window(month, rules)
    if opened_on > days.closes_on:
        return Window(opened_on, add_workdays(opened_on, rules.workdays_if_late))
    return Window(min(days.opens_on, opened_on), days.closes_on)


def check_last_day(chosen: date, earliest: date) -> None:
    """Refuse a last day that leaves less time than the rules give, or much more (ROUND-10)."""
    if chosen < earliest:
        raise Refusal(
            gettext("The last day for reporting is %s at the earliest.") % long_day(earliest)
        )
    latest = earliest + LONGEST_WAIT
    if chosen > latest:
        raise Refusal(gettext("The last day for reporting is %s at the latest.") % long_day(latest))


def check_later(chosen: date, now: date) -> None:
    """Refuse a last day that is no later than the one that stands, or much later (ROUND-11)."""
    if chosen <= now:
        raise Refusal(
            gettext("The last day for reporting is %s already: only a later one may be set.")
            % long_day(now)
        )
    check_last_day(chosen, now)


def was_asked(*, has_round: bool, closes_on: date, today: date) -> bool:
    """True if a month's reports could be handed in, or still will be: a month whose last day passed
    without a round asked nobody (ROUND-10).
    """
    return has_round or today <= closes_on


def is_due(
    month: Month, project_class: str, rules: RoundRules, *, started_on: date | None = None
) -> bool:
    """True if a project of this class reports this month: quarterly classes at the end of each
    quarter, unless the project started early (ROUND-3).
    """
    if project_class not in rules.quarterly or month.number in QUARTER_ENDS:
        return True
    return bool(rules.monthly_once_started and started_on and started_on <= month.last_day)


def standing(state: str | None, *, closes_on: date | None, today: date) -> ReportStanding:
    """Where a project that must report stands: what nobody submitted by the last day is silent."""
    if state is None or state in EDITABLE:
        if closes_on is None or today <= closes_on:
            return (
                ReportStanding.RETURNED if state == ReportState.RETURNED else ReportStanding.TO_FILL
            )
        return ReportStanding.SILENT
    return ReportStanding.IN_REVIEW if state == ReportState.SUBMITTED else ReportStanding.ACCEPTED


def is_late(first_submitted_at: datetime | None, deadline: datetime, origin: str) -> bool:
    """True if a report first came in when the last day was over. History backfilled is never late
    (ROUND-4).
    """
    if origin in HISTORY or first_submitted_at is None:
        return False
    return first_submitted_at >= deadline


def check_move(now: str, to: ReportState) -> None:
    """Refuse a move that REPORT-1 does not have."""
    if to not in MOVES[ReportState(now)]:
        raise Refusal(
            gettext("A report that is “%(now)s” cannot become “%(to)s”.")
            % {"now": ReportState(now).label, "to": to.label}
        )


def check_as_read(now: int, read: int | None) -> None:
    """Refuse to pass on a report in another edition than the one that was `read`, if that is said
    (REPORT-6).
    """
    if read is not None and now != read:
        raise Refusal(gettext("The report has changed since you read it: look at it again."))


def check_editable(state: str) -> None:
    """Refuse to change what was handed in (REPORT-2)."""
    if state not in EDITABLE:
        raise Refusal(
            gettext("This report is “%s”: it can no longer be edited.") % ReportState(state).label
        )


def check_fillable(
    month: Month, state: str | None, *, opens_on: date, today: date, reopened: bool
) -> None:
    """Refuse a report of a month that has not begun or is not open (ROUND-4), or is locked
    (ROUND-6).
    """
    check_begun(month, today=today)
    if state is None or today < opens_on:
        raise Refusal(gettext("This month's round is not open yet."))
    if state == RoundState.LOCKED and not reopened:
        raise Refusal(
            gettext(
                "This month is locked. Ask the key-project office to reopen it for this project."
            )
        )


def check_replaced(*, is_lost: bool, agreed: bool) -> None:
    """Refuse to hand in “no change” over figures or words that were saved, unless the reporter
    agreed that they are lost (REPORT-8).
    """
    if is_lost and not agreed:
        raise Refusal(
            gettext("A draft with figures or words was saved: “no change” would replace all of it.")
        )


def check_not_in_opening(month: Month, opened_until: Month | None) -> None:
    """Refuse a month that its project's opening sum holds: it would count twice (ROUND-9)."""
    if opened_until is not None and month <= opened_until:
        raise Refusal(
            gettext(
                "%(month)s is in the opening sum to the end of %(until)s: undo the import that"
                " brought it, to report single months."
            )
            % {"month": month.in_words, "until": opened_until.in_words}
        )


def check_undone(month: Month) -> None:
    """Refuse to take an import back that wrote to a locked month: what stands there is corrected by
    a next version with its reason (ROUND-8).
    """
    raise Refusal(
        gettext("%s is locked: what was imported into it is corrected with a reason, not undone.")
        % month.in_words
    )


def check_correction(reason: str) -> None:
    """Refuse to change what was accepted without saying why (REPORT-7)."""
    if not reason.strip():
        raise Refusal(gettext("The report was accepted: say why it changes."))


def check_locked_history(month: Month, reason: str) -> None:
    """Refuse to bring a report into a locked month without its reason (ROUND-7)."""
    if not reason.strip():
        raise Refusal(
            gettext("%s is locked: a change needs a reason for the correction.") % month.in_words
        )


def is_history(
    round_state: str | None, window: Window, *, today: date, told_otherwise: bool
) -> bool:
    """Return whether a month's reports come in as history (ROUND-7): its last day is over and no
    round of it was ever run here, or it is locked. `told_otherwise` says that a report of the month
    came in any other way, or that its round was run and nobody reported.
    """
    if round_state == RoundState.LOCKED:
        return True
    return round_state != RoundState.OPEN and window.closes_on < today and not told_otherwise


def check_other_person(submitted_by: int | None, own: Collection[int]) -> None:
    """Refuse to let somebody pass their own report (REPORT-3), or one of those who count as the
    same person (`accounts.queries.counted_as`).
    """
    if submitted_by in own:
        raise Refusal(
            gettext(
                "Somebody else must check this report: it was submitted by you, or by a person for "
                "whom you are or were a deputy."
            )
        )


def check_reason(reason: str) -> None:
    """Refuse a step that needs a reason and has none."""
    if not reason.strip():
        raise Refusal(gettext("Say why."))


def check_lock(*, waiting: int, on: date, closes_on: date, reason: str) -> None:
    """Refuse to lock before the last day, or while reports wait, unless a reason is given."""
    if on <= closes_on:
        raise Refusal(
            gettext("The round runs until %s; it can be locked after that.") % long_day(closes_on)
        )
    if waiting and not reason.strip():
        raise Refusal(
            gettext("%s reports still wait to be accepted. Deal with them, or say why not.")
            % waiting
        )


def check_reached(
    reached_on: date, *, today: date, before: date | None, after: date | None
) -> None:
    """Refuse a milestone in the future, or out of order with those it hangs on (REPORT-4,
    STEP-7).
    """
    if reached_on > today:
        raise Refusal(gettext("A milestone cannot be reached in the future."))
    if before and reached_on < before:
        raise Refusal(
            gettext("The milestone before it was reached later, on %s.") % long_day(before)
        )
    if after and reached_on > after:
        raise Refusal(
            gettext("The milestone after it was reached earlier, on %s.") % long_day(after)
        )


def _day(month: Month, edge: Edge) -> date:
    for _step in range(edge.months_later):
        month = month.next()
    if edge.workday is not None:
        return add_workdays(month.previous().last_day, edge.workday)
    return month.first_day.replace(day=min(edge.day or 1, month.last_day.day))


def _rank(edge: Edge) -> int:
    return edge.months_later * 31 + (edge.day or edge.workday or 0)
