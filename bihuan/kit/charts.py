"""Small charts as SVG made on the server: they print, need no script, and say their numbers.

Pure: values in, SVG text out. Amounts are in yuan and shown in 亿元, small ones in 万元. Colours
come from the style sheet; every chart has a title for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from .money import scale_of, unit_name
from .numbers import half_up
from .plot import BOTTOM, HEIGHT, TOP, Frame, Known, svg, text

BARS_WIDTH = 400
MONTHS_NAMED = 12


@dataclass(frozen=True)
class YearColumns:
    """What each month completed, as columns, with the plan's cumulative beside. Of months before
    the first report nothing is known.
    """

    labels: Sequence[str]
    monthly_yuan: Known
    planned_to_date_yuan: Sequence[int] = ()
    beside: int | None = None
    """The unit of the amounts that stand beside it."""

    @property
    def scale(self) -> int:
        """The unit of its amounts: of those beside it, else by the largest."""
        done = sum(yuan or 0 for yuan in self.monthly_yuan)
        return self.beside or scale_of(max([done, *self.planned_to_date_yuan]))


@dataclass(frozen=True)
class SCurve:
    """Planned and actual cumulatives; the actual one begins and ends where reports do."""

    labels: Sequence[str]
    planned_yuan: Sequence[int]
    actual_yuan: Known
    adjusted_yuan: Sequence[int] = field(default=())
    beside: int | None = None
    """The unit of the amounts that stand beside it."""

    @property
    def scale(self) -> int:
        """The unit of its amounts: of those beside it, else by the largest."""
        done = (yuan or 0 for yuan in self.actual_yuan)
        return self.beside or scale_of(max([0, *self.planned_yuan, *done, *self.adjusted_yuan]))


@dataclass(frozen=True)
class NamedLine:
    """One of several lines: its class in the style sheet, what it is called, and its values."""

    kind: str
    label: str
    values: Known


@dataclass(frozen=True)
class SeveralLines:
    """Sums to date of several kinds, by month. Long spans name some months alone."""

    labels: Sequence[str]
    lines: Sequence[NamedLine]
    beside: int | None = None
    """The unit of the amounts that stand beside it."""

    @property
    def scale(self) -> int:
        """The unit of its amounts: of those beside it, else by the largest."""
        known = [yuan or 0 for line in self.lines for yuan in line.values]
        return self.beside or scale_of(max([0, *known]))


@dataclass(frozen=True)
class RateLine:
    """A rate for each month, in percentage points, against one that stays the same."""

    labels: Sequence[str]
    rates: Sequence[Decimal]
    even: Decimal
    unit: str = ""


@dataclass(frozen=True)
class LinkedLine:
    """A number for each month, each leading to its month; None where there is none."""

    labels: Sequence[str]
    values: Sequence[Decimal | None]
    hrefs: Sequence[str]
    unit: str = ""


@dataclass(frozen=True)
class Bar:
    """One rate in percent against where it should stand."""

    label: str
    percent: Decimal | None
    target: Decimal | None = None
    href: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it stands below where it should; without a value or a target, it does not."""
        if self.percent is None or self.target is None:
            return False
        return self.percent < self.target


def year_columns(chart: YearColumns, title: str) -> str:
    """Draw the running sum beside the planned cumulative and, below, a column for each month.

    The two parts have scales of their own and share the months: a column is a tenth of the sum.
    """
    sums: list[int | None] = []
    running = 0
    for yuan in chart.monthly_yuan:
        running += yuan or 0
        sums.append(None if yuan is None else running)
    months, scale = len(chart.labels), chart.scale
    upper = Frame(months, [*sums, *chart.planned_to_date_yuan], TOP, 206, scale=scale)
    lower = Frame(months, chart.monthly_yuan, 242, 306, scale=scale)
    body = [
        upper.axes(),
        upper.unit(unit_name(scale)),
        upper.line("plan", chart.planned_to_date_yuan),
        upper.line("actual", sums),
        upper.dots(chart.labels, sums),
        upper.end(sums),
        lower.base(),
        lower.columns(chart.labels, chart.monthly_yuan),
        lower.months(chart.labels),
    ]
    return svg(title, body, 330)


def s_curve(chart: SCurve, title: str) -> str:
    """Draw the planned curve, the adjusted one if there is one, and the actual one."""
    values = [*chart.planned_yuan, *chart.actual_yuan, *chart.adjusted_yuan]
    frame = Frame(len(chart.labels), values, TOP, HEIGHT - BOTTOM, scale=chart.scale)
    body = [
        frame.axes(),
        frame.unit(unit_name(chart.scale)),
        frame.months(chart.labels),
        frame.line("plan", chart.planned_yuan),
        frame.line("plan adjusted", chart.adjusted_yuan),
        frame.line("actual", chart.actual_yuan),
        frame.dots(chart.labels, chart.actual_yuan),
        frame.end(chart.actual_yuan),
    ]
    return svg(title, body)


def several_lines(chart: SeveralLines, title: str) -> str:
    """Draw sums to date as lines that dashes tell apart as well as colours."""
    values = [yuan for line in chart.lines for yuan in line.values]
    frame = Frame(len(chart.labels), values, TOP, HEIGHT - BOTTOM, scale=chart.scale)
    every = -(-len(chart.labels) // MONTHS_NAMED)
    named = [label if i % every == 0 else "" for i, label in enumerate(chart.labels)]
    body = [frame.axes(), frame.unit(unit_name(chart.scale)), frame.months(named)]
    for line in chart.lines:
        body.append(frame.line(line.kind, line.values))
        marks = [f"{line.label} {label}" for label in chart.labels]
        body.append(frame.dots(marks, line.values).replace('"dot"', f'"dot {line.kind}"'))
    return svg(title, body)


def rate_line(chart: RateLine, title: str) -> str:
    """Draw each month's rate as a line, and the even rate as another across the year."""
    rates, even = [int(100 * rate) for rate in chart.rates], int(100 * chart.even)
    frame = Frame(len(chart.labels), [*rates, even], TOP, 170, told=_hundredths, power=2)
    body = [
        frame.axes(),
        frame.unit(chart.unit),
        frame.months(chart.labels),
        frame.level("plan", even),
        frame.line("actual", rates),
        frame.dots(chart.labels, rates),
        frame.end(rates),
    ]
    return svg(title, body, 196)


def linked_line(chart: LinkedLine, title: str) -> str:
    """Draw each month's number as a dot that leads to its month, joined by a line. A number below
    nought lies on the base, and says what it is.
    """
    values = [None if value is None else int(100 * value) for value in chart.values]
    drawn = [None if value is None else max(value, 0) for value in values]
    frame = Frame(len(chart.labels), drawn, TOP, 170, told=_hundredths, power=2)
    parts = [frame.axes(), frame.unit(chart.unit), frame.months(chart.labels)]
    parts.append(frame.line("actual", drawn))
    for place, value in enumerate(values):
        if value is not None:
            x, y = frame.x(place), frame.y(max(value, 0))
            parts.append(
                f'<a href="{escape(chart.hrefs[place])}">'
                f"<title>{escape(chart.labels[place])}: {_hundredths(value)}</title>"
                f'<rect class="room" x="{x - frame.step / 2:.1f}" y="{y - 22:.1f}" '
                f'width="{frame.step:.1f}" height="32"/>'
                f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
                f"{text(x, y - 9, _hundredths(value, 1), 'middle', 'strong')}</a>"
            )
    drawing = svg(title, parts, 196)
    if not any(value is not None for value in values):
        return drawing
    return drawing.replace('role="img"', f'role="group" aria-label="{escape(title)}"', 1)


def bars_against_schedule(bars: Sequence[Bar], title: str) -> str:
    """Draw rates as bars on a scale of 0 to 150 %, each with a mark where it should stand.

    With links inside it is no picture but a group: the links must be reached one by one.
    """
    row = 44
    height = row * len(bars) + 18
    parts = []
    for at, anchor in ((0, "start"), (50, "middle"), (100, "middle"), (150, "end")):
        x = at * BARS_WIDTH / 150
        parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="18" y2="{height - 16}"/>')
        parts.append(text(x, height - 4, f"{at}%", anchor))
    parts += [_bar(bar, number * row) for number, bar in enumerate(bars)]
    drawing = svg(title, parts, height, BARS_WIDTH, "chart bars")
    if not any(bar.href for bar in bars):
        return drawing
    return drawing.replace('role="img"', f'role="group" aria-label="{escape(title)}"', 1)


def sparkline(values: Sequence[int], title: str) -> str:
    """Draw a line without axes, as high as a line of text."""
    top, last = max([*values, 1]), max(len(values) - 1, 1)
    points = " ".join(
        f"{i * 96 / last + 2:.1f},{22 - v * 20 / top:.1f}" for i, v in enumerate(values)
    )
    return (
        f'<svg class="chart spark" viewBox="0 0 100 24" role="img"><title>{escape(title)}</title>'
        f'<polyline class="actual" points="{points}"/></svg>'
    )


def light_strip(colours: Sequence[str], labels: Sequence[str], title: str) -> str:
    """Draw a row of lights, each told apart by shape as well as colour."""
    shapes = {
        "green": '<circle class="green" cx="8" cy="8" r="6"/>',
        "yellow": '<path class="yellow" d="M8 1.5 15 14.5H1Z"/>',
        "red": '<rect class="red" x="2" y="2" width="12" height="12"/>',
        "grey": '<circle class="grey" cx="8" cy="8" r="5.5"/>',
    }
    parts = [
        f'<g transform="translate({i * 20},0)"><title>{escape(labels[i])}</title>'
        f"{shapes.get(colour, '')}</g>"
        for i, colour in enumerate(colours)
    ]
    width = max(len(colours) * 20, 20)
    return (
        f'<svg class="strip" width="{width}" height="16" viewBox="0 0 {width} 16" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def _hundredths(value: int, places: int = 2) -> str:
    return f"{half_up(Decimal(value) / 100, places)}"


def _bar(bar: Bar, y: int) -> str:
    """Draw a label and a rate above, the bar and its mark below."""
    scale = BARS_WIDTH / 150
    kind = "short" if bar.is_short else "fill"
    said = "—" if bar.percent is None else f"{half_up(bar.percent, 2)}%"
    mark = ""
    if bar.target is not None:
        x = min(float(bar.target), 150) * scale
        mark = f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y + 16}" y2="{y + 38}"/>'
    width = min(max(float(bar.percent or 0), 0), 150) * scale
    drawn = (
        f"{text(0, y + 13, bar.label, 'start', 'strong')}"
        f"{text(BARS_WIDTH, y + 13, said, 'end', 'strong')}"
        f'<rect class="ground" x="0" y="{y + 19}" width="{BARS_WIDTH:.1f}" height="16"/>'
        f'<rect class="{kind}" x="0" y="{y + 19}" width="{width:.1f}" height="16"/>{mark}'
    )
    if not bar.href:
        return drawn
    room = f'<rect class="room" x="0" y="{y}" width="{BARS_WIDTH}" height="40"/>'
    return f'<a href="{escape(bar.href)}">{room}{drawn}</a>'
