"""A project's line of the wall plan: what was promised, moved and reached, over the year's days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from bihuan.kit.days import long_day, short_day
from bihuan.kit.months import Month, months_of
from bihuan.kit.words import gettext

from .kinds import StepStanding
from .queries.wall_plan import WallRow, WallStep

TOP, LANE, BOTTOM = 16, 23, 6  # heights: the planned period, one lane of milestones, below them
LETTER, GAP = 1.35, 1.6  # widths in percent of the year: a Chinese letter, around a mark
START, END = 1.0, 98.8  # of the year, in percent of the line: marks at its ends need room
SHAPES = {
    StepStanding.REACHED: '<circle r="7"/><path class="step-sign" d="M-3.4 .2l2.4 2.6 4.6-5.2"/>',
    StepStanding.REACHED_LATE: (
        '<circle r="7"/><path class="step-sign" d="M-3.4 .2l2.4 2.6 4.6-5.2"/>'
    ),
    StepStanding.OVERDUE: (
        '<rect x="-7" y="-7" width="14" height="14" rx="1.5"/>'
        '<path class="step-sign" d="M0-4.4v5.4M0 3.4v1.2"/>'
    ),
    StepStanding.DUE: '<path d="M0-8l8 8-8 8-8-8z"/>',
    StepStanding.AHEAD: '<path d="M0-7l7 7-7 7-7-7z"/>',
}
FORMER = '<path class="step-former" d="M0-5l5 5-5 5-5-5z"/>'


def across(day: date, year: int) -> float:
    """Return how far across the line a day of the year lies, in percent; before and after it, its
    ends.
    """
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    share = min(max((day - first).days / (after - first).days, 0.0), 1.0)
    return START + (END - START) * share


def heading(year: int) -> SafeString:
    """Return the head of the plan: the months over their days."""
    labels = [(f"{_middle(month):.2f}", _month_name(month)) for month in months_of(year)]
    return format_html(
        '<svg class="wall-months" width="100%" height="24" role="presentation">{}{}</svg>',
        mark_safe('<use href="#wall-grid"/>'),
        format_html_join("", '<text x="{}%" y="17">{}</text>', labels),
    )


def grid(month: Month, today: date) -> SafeString:
    """Return what every line refers to: where months begin, the end of `month` if it is over, and
    today if it is in the year.
    """
    year = month.year
    begins = ((f"{across(month.first_day, year):.2f}",) for month in months_of(year)[1:])
    lines = format_html_join("", '<line x1="{0}%" x2="{0}%" y2="100%"/>', begins)
    over = month.last_day + timedelta(days=1)
    marked = [("wall-as-of", over)] if over <= today else []
    marked += [("wall-today", today)] if today.year == year else []
    days = format_html_join(
        "",
        '<line class="{0}" x1="{1}%" x2="{1}%" y2="100%"/>',
        ((name, f"{across(day, year):.2f}") for name, day in marked),
    )
    return format_html(
        '<svg class="wall-defs" width="0" height="0" aria-hidden="true"><defs>'
        '<symbol id="wall-grid">{}{}</symbol></defs></svg>',
        lines,
        days,
    )


def drawn(line: WallRow, year: int, address: str) -> SafeString:
    """Return the project's line; each milestone leads to `address`."""
    lanes = packed(line.steps, year)
    height = TOP + LANE * (max(lanes, default=0) + 1) + BOTTOM
    steps = (
        _step(step, year, TOP + LANE * lane + LANE // 2, address)
        for step, lane in zip(line.steps, lanes, strict=True)
    )
    return format_html(
        '<svg class="wall-line" width="100%" height="{}" role="group" aria-label="{}">{}{}{}</svg>',
        height,
        line.row.name,
        mark_safe('<use href="#wall-grid"/>'),
        _period(line, year),
        mark_safe("".join(steps)),  # each was escaped where it was made
    )


def packed(steps: Sequence[WallStep], year: int) -> list[int]:
    """Return the lane of each milestone: the first in which its marks and words have room."""
    ends: list[list[tuple[float, float]]] = []
    chosen = []
    for step in steps:
        room = _room(step, year)
        lane = next(
            (
                number
                for number, taken in enumerate(ends)
                if all(room[1] <= left or right <= room[0] for left, right in taken)
            ),
            len(ends),
        )
        if lane == len(ends):
            ends.append([])
        ends[lane].append(room)
        chosen.append(lane)
    return chosen


def _room(step: WallStep, year: int) -> tuple[float, float]:
    """Return from where to where the marks and words of a milestone reach."""
    left, right = _span(step, year)
    width = _width(_label(step, year))
    if _is_left(right, width):
        return left - GAP - width, right + GAP
    return left - GAP, right + GAP + width


def _span(step: WallStep, year: int) -> tuple[float, float]:
    days = [*step.promises, *([step.reached_on] if step.reached_on else [])]
    places = [across(day, year) for day in days]
    return min(places), max(places)


def _is_left(right: float, width: float) -> bool:
    """Whether the words stand before the marks, for there is no room behind them."""
    return right + GAP + width > END + 1


def _width(words: str) -> float:
    return sum(LETTER if ord(letter) > 0x2E7F else LETTER * 0.58 for letter in words)


def _label(step: WallStep, year: int) -> str:
    day = step.reached_on or step.due_on
    told = f"{day.month}-{day.day}" if day.year == year else short_day(day)
    said = f"{step.name} {told}"
    return (
        gettext("%(said)s (moved %(times)s×)") % {"said": said, "times": step.moves}
        if step.moves
        else said
    )


def spoken(step: WallStep, year: int) -> str:
    """Return a milestone in words: what is written at it, how it stands, every day promised."""
    promised = " → ".join(long_day(day) for day in step.promises)
    parts = [_label(step, year), str(step.standing.label), gettext("promised %s") % promised]
    if step.reached_on:
        parts.append(gettext("reached %s") % long_day(step.reached_on))
    return gettext("; ").join(parts)


def _step(step: WallStep, year: int, y: int, address: str) -> SafeString:
    left, right = _span(step, year)
    label = _label(step, year)
    before = _is_left(right, _width(label))
    at = left - GAP if before else right + GAP
    return format_html(
        '<a class="step" data-standing="{}" href="{}"><title>{}</title>{}{}'
        '<text x="{}%" y="{}"{}>{}</text></a>',
        step.standing.value,
        address,
        spoken(step, year),
        _moves(step, year, y),
        _mark(across(step.reached_on or step.due_on, year), y, SHAPES[step.standing]),
        f"{at:.2f}",
        y + 4,
        mark_safe(' class="step-before"') if before else "",
        label,
    )


def _moves(step: WallStep, year: int, y: int) -> SafeString:
    """An arrow from each promise to the next, and a line to the day on which it was reached."""
    places = [across(day, year) for day in step.promises]
    drawn = [
        format_html(
            '<line class="step-move" x1="{}%" x2="{}%" y1="{}" y2="{}"/>{}{}',
            f"{start:.2f}",
            f"{end:.2f}",
            y,
            y,
            _mark(start, y, FORMER),
            _mark((start + end) / 2, y, _arrow(end > start)),
        )
        for start, end in pairwise(places)
    ]
    if step.reached_on and step.reached_on != step.due_on:
        drawn.append(
            format_html(
                '<line class="step-slip" x1="{}%" x2="{}%" y1="{}" y2="{}"/>{}',
                f"{places[-1]:.2f}",
                f"{across(step.reached_on, year):.2f}",
                y,
                y,
                _mark(places[-1], y, FORMER),
            )
        )
    return mark_safe("".join(drawn))  # each was escaped where it was made


def _arrow(is_later: bool) -> str:  # noqa: FBT001  # the one thing that decides
    turned = "" if is_later else ' transform="scale(-1 1)"'
    return f'<path class="step-arrow" d="M-3-4L3 0l-6 4"{turned}/>'


def _mark(at: float, y: int, shape: str) -> SafeString:
    return format_html('<svg x="{}%" y="{}">{}</svg>', f"{at:.2f}", y, mark_safe(shape))  # ours


def _period(line: WallRow, year: int) -> SafeString:
    """The planned period as far as it lies in the year, with what ends it."""
    start, finish = line.starts_on, line.finishes_on
    if not start or not finish or start.year > year or finish.year < year:
        return mark_safe("")
    left, right = across(start, year), across(finish + timedelta(days=1), year)
    said = gettext("Planned from %(start)s to %(finish)s") % {
        "start": long_day(start),
        "finish": long_day(finish),
    }
    ends = [
        format_html('<rect class="period-end" x="{}%" y="3" width="2" height="10"/>', f"{at:.2f}")
        for at, day in ((left, start), (min(right, END - 0.2), finish))
        if day.year == year
    ]
    return format_html(
        '<g class="period"><title>{}</title><rect x="{}%" y="5" width="{}%" height="6"/>{}</g>',
        said,
        f"{left:.2f}",
        f"{right - left:.2f}",
        mark_safe("".join(ends)),  # each was escaped where it was made
    )


def _month_name(month: Month) -> str:
    if (get_language() or "").startswith("zh"):
        return f"{month.number}月"
    return date_format(month.first_day, "M")


def _middle(month: Month) -> float:
    first, after = across(month.first_day, month.year), across(month.last_day, month.year)
    return (first + after) / 2
