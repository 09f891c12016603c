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

WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 14, 26
STEPS = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class YearColumns:
    """What each month completed, as columns, below the plan's and the actual cumulative curve."""

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
    """Draw columns by month, the running sum and the planned cumulative on one scale."""
    sums, running = [], 0
    for yuan in chart.monthly_yuan:
        running += yuan
        sums.append(running)
    top = _ceiling(max([*sums, *chart.planned_to_date_yuan, 1]))
    frame = _Frame(len(chart.labels), top)
    columns = [
        f'<rect class="column" x="{frame.x(i) - frame.step * 0.3:.1f}" y="{frame.y(v):.1f}" '
        f'width="{frame.step * 0.6:.1f}" height="{max(frame.y(0) - frame.y(v), 0):.1f}">'
        f"<title>{escape(chart.labels[i])}: {yi(v)}</title></rect>"
        for i, v in enumerate(chart.monthly_yuan)
    ]
    body = [
        frame.axes(chart.labels), *columns,
        frame.line("plan", chart.planned_to_date_yuan), frame.line("actual", sums),
        frame.dots(chart.labels, sums),
    ]  # fmt: skip
    return _svg(title, body)


def s_curve(chart: SCurve, title: str) -> str:
    """Draw the planned curve, the adjusted one if there is one, and the actual one."""
    values = [*chart.planned_yuan, *chart.actual_yuan, *chart.adjusted_yuan, 1]
    frame = _Frame(len(chart.labels), _ceiling(max(values)))
    body = [
        frame.axes(chart.labels), frame.line("plan", chart.planned_yuan),
        frame.line("plan adjusted", chart.adjusted_yuan), frame.line("actual", chart.actual_yuan),
        frame.dots(chart.labels, chart.actual_yuan),
    ]  # fmt: skip
    return _svg(title, body)


def bars_against_schedule(bars: Sequence[Bar], title: str) -> str:
    """Draw rates as bars on a scale of 0 to 150 %, each with a mark where it should stand."""
    row, label, right = 34, 132, 66
    height = row * len(bars) + 22
    scale = (WIDTH - label - right) / 150
    parts = []
    for at in (0, 50, 100, 150):
        x = label + at * scale
        parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height - 18}"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 4}" text-anchor="middle">{at}%</text>')
    for i, bar in enumerate(bars):
        parts.append(_bar(bar, i * row + 7, label, scale))
    return _svg(title, parts, height)


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
    """The plotting area: where a month and an amount lie."""

    def __init__(self, months: int, top: int) -> None:
        self.months, self.top = months, top
        self.step = (WIDTH - LEFT - RIGHT) / max(months, 1)

    def x(self, index: int) -> float:
        return LEFT + self.step * (index + 0.5)

    def y(self, yuan: int) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * yuan / self.top

    def axes(self, labels: Sequence[str]) -> str:
        parts = []
        for i in range(5):
            yuan = self.top * i // 4
            y, kind = self.y(yuan), "base" if i == 0 else "axis"
            parts.append(
                f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            )
            places = 0 if self.top >= 20 * 10**8 else 1 if self.top >= 2 * 10**8 else 2
            parts.append(
                f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{yi(yuan, places)}</text>'
            )
        parts += [
            f'<text x="{self.x(i):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(label)}'
            "</text>"
            for i, label in enumerate(labels)
        ]
        return "".join(parts)

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


def _bar(bar: Bar, y: int, label: int, scale: float) -> str:
    share = min(float(bar.percent or 0), 150)
    kind = "fill" if bar.target is None or (bar.percent or 0) >= bar.target else "short"
    said = "—" if bar.percent is None else f"{bar.percent:.1f}%"
    mark = ""
    if bar.target is not None:
        x = label + min(float(bar.target), 150) * scale
        mark = f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 3}" y2="{y + 21}"/>'
    words = (
        f'<text class="strong" x="{label - 10}" y="{y + 14}" text-anchor="end">'
        f"{escape(bar.label)}</text>"
    )
    if bar.href:
        words = f'<a href="{escape(bar.href)}">{words}</a>'
    return (
        f'{words}<rect class="ground" x="{label}" y="{y}" width="{150 * scale:.1f}" height="18"/>'
        f'<rect class="{kind}" x="{label}" y="{y}" width="{share * scale:.1f}" height="18"/>{mark}'
        f'<text class="strong" x="{label + 150 * scale + 8:.1f}" y="{y + 14}">{said}</text>'
    )


def _ceiling(value: int) -> int:
    """Return a round number at or above `value`, so that the axis reads well."""
    power = 10 ** (len(str(value)) - 1)
    return int(next(step * power for step in STEPS if step * power >= value))


def _svg(title: str, parts: Sequence[str], height: int = HEIGHT) -> str:
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
