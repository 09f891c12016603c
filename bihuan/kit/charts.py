"""Small charts as SVG made on the server: they print, need no script, and say their numbers.

Pure: values in, SVG text out. Amounts are in yuan and shown in 亿元. Colours come from the style
sheet; every chart has a title for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

from .money import yi
from .numbers import half_up

WIDTH, HEIGHT = 640, 260
BARS_WIDTH = 400
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 26
TWO_DIGITS = (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100)


@dataclass(frozen=True)
class YearColumns:
    """What each month completed, as columns, with the plan's cumulative beside."""

    labels: Sequence[str]
    monthly_yuan: Sequence[int]
    planned_to_date_yuan: Sequence[int] = ()


@dataclass(frozen=True)
class SCurve:
    """Planned and actual cumulatives; the actual one ends where reports end."""

    labels: Sequence[str]
    planned_yuan: Sequence[int]
    actual_yuan: Sequence[int]
    adjusted_yuan: Sequence[int] = field(default=())


@dataclass(frozen=True)
class Bar:
    """One rate in percent against where it should stand."""

    label: str
    percent: Decimal | None
    target: Decimal | None = None
    href: str = ""


def year_columns(chart: YearColumns, title: str) -> str:
    """Draw the running sum beside the planned cumulative and, below, a column for each month.

    The two parts have scales of their own and share the months: a column is a tenth of the sum.
    """
    sums, running = [], 0
    for yuan in chart.monthly_yuan:
        running += yuan
        sums.append(running)
    upper = _Frame(len(chart.labels), [*sums, *chart.planned_to_date_yuan], TOP, 200)
    lower = _Frame(len(chart.labels), chart.monthly_yuan, 236, 300)
    body = [
        upper.axes(), upper.line("plan", chart.planned_to_date_yuan), upper.line("actual", sums),
        upper.dots(chart.labels, sums), upper.end(sums),
        lower.base(), lower.columns(chart.labels, chart.monthly_yuan), lower.months(chart.labels),
    ]  # fmt: skip
    return _svg(title, body, 324)


def s_curve(chart: SCurve, title: str) -> str:
    """Draw the planned curve, the adjusted one if there is one, and the actual one."""
    values = [*chart.planned_yuan, *chart.actual_yuan, *chart.adjusted_yuan]
    frame = _Frame(len(chart.labels), values, TOP, HEIGHT - BOTTOM)
    body = [
        frame.axes(), frame.months(chart.labels), frame.line("plan", chart.planned_yuan),
        frame.line("plan adjusted", chart.adjusted_yuan), frame.line("actual", chart.actual_yuan),
        frame.dots(chart.labels, chart.actual_yuan), frame.end(chart.actual_yuan),
    ]  # fmt: skip
    return _svg(title, body)


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
        parts.append(_text(x, height - 4, f"{at}%", anchor))
    parts += [_bar(bar, number * row) for number, bar in enumerate(bars)]
    drawing = _svg(title, parts, height, BARS_WIDTH, "chart bars")
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


class _Frame:
    """A plotting area from `top` down to `bottom`: where a month and an amount lie."""

    def __init__(self, months: int, values: Sequence[int], top: int, bottom: int) -> None:
        self.most = _ceiling(max([*values, 1]))
        self.top, self.bottom = top, bottom
        self.step = (WIDTH - LEFT - RIGHT) / max(months, 1)

    def x(self, index: int) -> float:
        return LEFT + self.step * (index + 0.5)

    def y(self, yuan: int) -> float:
        return self.bottom - (self.bottom - self.top) * yuan / self.most

    def axes(self) -> str:
        """Draw four steps of the scale; they have as few digits as tell them apart."""
        step = self.most // 4
        places = next((n for n in (0, 1) if step % 10 ** (8 - n) == 0), 2)
        parts = [self.base()]
        for number in range(5):
            y = self.y(step * number)
            if number:
                parts.append(_rule("axis", y))
            parts.append(_text(LEFT - 6, y + 4, yi(step * number, places), "end"))
        return "".join(parts)

    def base(self) -> str:
        return _rule("base", self.bottom)

    def months(self, labels: Sequence[str]) -> str:
        y = self.bottom + 18
        return "".join(_text(self.x(i), y, label, "middle") for i, label in enumerate(labels))

    def columns(self, labels: Sequence[str], values: Sequence[int]) -> str:
        """Draw a column for each month with its amount above; a month below zero has none."""
        parts = []
        for i, yuan in enumerate(values):
            y, width = self.y(max(yuan, 0)), self.step * 0.6
            parts.append(
                f'<rect class="column" x="{self.x(i) - width / 2:.1f}" y="{y:.1f}" '
                f'width="{width:.1f}" height="{self.bottom - y:.1f}">'
                f"<title>{escape(labels[i])}: {yi(yuan)}</title></rect>"
            )
            parts.append(_text(self.x(i), y - 4, yi(yuan, 1), "middle"))
        return "".join(parts)

    def end(self, values: Sequence[int]) -> str:
        """Write the last amount at the end of its curve."""
        if not values:
            return ""
        last = len(values) - 1
        y = max(self.y(values[last]) - 8, self.top)
        return _text(self.x(last), y, yi(values[last]), "end", "strong")

    def line(self, kind: str, values: Sequence[int]) -> str:
        if not values:
            return ""
        points = " ".join(f"{self.x(i):.1f},{self.y(v):.1f}" for i, v in enumerate(values))
        return f'<polyline class="{kind}" points="{points}"/>'

    def dots(self, labels: Sequence[str], values: Sequence[int]) -> str:
        return "".join(
            f'<circle class="dot" cx="{self.x(i):.1f}" cy="{self.y(v):.1f}" r="3">'
            f"<title>{escape(labels[i])}: {yi(v)}</title></circle>"
            for i, v in enumerate(values)
        )


def _bar(bar: Bar, y: int) -> str:
    """Draw a label and a rate above, the bar and its mark below."""
    scale = BARS_WIDTH / 150
    kind = "fill" if bar.target is None or (bar.percent or 0) >= bar.target else "short"
    words = _text(0, y + 13, bar.label, "start", "strong")
    if bar.href:
        words = f'<a href="{escape(bar.href)}">{words}</a>'
    said = "—" if bar.percent is None else f"{half_up(bar.percent, 1)}%"
    mark = ""
    if bar.target is not None:
        x = min(float(bar.target), 150) * scale
        mark = f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y + 16}" y2="{y + 38}"/>'
    width = min(max(float(bar.percent or 0), 0), 150) * scale
    return (
        f"{words}{_text(BARS_WIDTH, y + 13, said, 'end', 'strong')}"
        f'<rect class="ground" x="0" y="{y + 19}" width="{BARS_WIDTH:.1f}" height="16"/>'
        f'<rect class="{kind}" x="0" y="{y + 19}" width="{width:.1f}" height="16"/>{mark}'
    )


def _rule(kind: str, y: float) -> str:
    return f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _ceiling(value: int) -> int:
    """Return a round number at or above `value`, whose quarters are round too."""
    power: int = 10 ** max(len(str(value)) - 2, 0)
    return next(step * power for step in TWO_DIGITS if step * power >= value)


def _svg(
    title: str, parts: Sequence[str], height: int = HEIGHT, width: int = WIDTH, kind: str = "chart"
) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
