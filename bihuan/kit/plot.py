"""Where a chart's marks lie: the plotting area, its scale, and the SVG around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from . import money

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 70, 12, 34, 26
WIDEST = 7
"""More letters than these, such as 1,600,000, do not fit beside an axis: in print, charts
that stand in pairs have letters of 17.5 of these units."""
TWO_DIGITS = (4, 8, 12, 16, 20, 24, 32, 40, 60, 80, 100)
Told = Callable[..., str]
Known = Sequence[int | None]
"""A value for each month; None where nothing is known, which is not drawn."""


class Frame:
    """A plotting area from `top` down to `bottom`: where a month and an amount lie.

    `told` says a value with so many decimal places, in units of 10 to the `power`; without it,
    values are yuan, told in `scale`.
    """

    def __init__(
        self,
        months: int,
        values: Known,
        top: int,
        bottom: int,
        *,
        told: Told | None = None,
        power: int = 8,
        scale: int = money.YI,
    ) -> None:
        self.told: Told = told or (lambda yuan, places=2: money.shown(yuan, scale, places))
        self.power = power if told else len(str(scale)) - 1
        self.most = ceiling(max([*(value for value in values if value is not None), 1]))
        self.top, self.bottom = top, bottom
        self.step = (WIDTH - LEFT - RIGHT) / max(months, 1)

    def x(self, index: int) -> float:
        return LEFT + self.step * (index + 0.5)

    def y(self, yuan: int) -> float:
        return self.bottom - (self.bottom - self.top) * yuan / self.most

    def axes(self) -> str:
        """Draw four steps of the scale; they have as few digits as tell them apart."""
        step = self.most // 4
        places = next((n for n in (0, 1) if step % 10 ** (self.power - n) == 0), 2)
        parts = [self.base()]
        for number in range(5):
            y = self.y(step * number)
            if number:
                parts.append(rule("axis", y))
            parts.append(axis_label(y + 4, self.told(step * number, places)))
        return "".join(parts)

    def unit(self, words: str) -> str:
        """Name the scale's unit above it."""
        return text(0, self.top - 20, words, "start") if words else ""

    def base(self) -> str:
        return rule("base", self.bottom)

    def months(self, labels: Sequence[str]) -> str:
        y = self.bottom + 18
        return "".join(text(self.x(i), y, label, "middle") for i, label in enumerate(labels))

    def columns(self, labels: Sequence[str], values: Known) -> str:
        """Draw a column for each month with its amount above; a month below zero has none."""
        parts = []
        for i, yuan in _known(values):
            y, width = self.y(max(yuan, 0)), self.step * 0.6
            parts.append(
                f'<rect class="column" x="{self.x(i) - width / 2:.1f}" y="{y:.1f}" '
                f'width="{width:.1f}" height="{self.bottom - y:.1f}">'
                f"<title>{escape(labels[i])}: {self.told(yuan)}</title></rect>"
            )
            parts.append(text(self.x(i), y - 4, self.told(yuan, 1), "middle"))
        return "".join(parts)

    def end(self, values: Known) -> str:
        """Write the last amount at the end of its curve."""
        if not (known := _known(values)):
            return ""
        last, value = known[-1]
        y = max(self.y(value) - 8, self.top)
        return text(self.x(last), y, self.told(value), "end", "strong")

    def level(self, kind: str, value: int) -> str:
        """Draw one value as a line across all months."""
        return rule(kind, self.y(value))

    def line(self, kind: str, values: Known) -> str:
        if not (known := _known(values)):
            return ""
        points = " ".join(f"{self.x(i):.1f},{self.y(v):.1f}" for i, v in known)
        return f'<polyline class="{kind}" points="{points}"/>'

    def dots(self, labels: Sequence[str], values: Known) -> str:
        return "".join(
            f'<circle class="dot" cx="{self.x(i):.1f}" cy="{self.y(v):.1f}" r="3">'
            f"<title>{escape(labels[i])}: {self.told(v)}</title></circle>"
            for i, v in _known(values)
        )


def _known(values: Known) -> list[tuple[int, int]]:
    """Return the values that are known, each with its place."""
    return [(place, value) for place, value in enumerate(values) if value is not None]


def rule(kind: str, y: float) -> str:
    return f'<line class="{kind}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'


def text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def axis_label(y: float, words: str) -> str:
    """Write an amount left of the area; one too long for the room there is drawn narrower."""
    drawn = text(LEFT - 6, y, words, "end")
    narrow = f'<text textLength="{LEFT - 8}" lengthAdjust="spacingAndGlyphs"'
    return drawn.replace("<text", narrow, 1) if len(words) > WIDEST else drawn


def ceiling(value: int) -> int:
    """Return a round number at or above `value`, whose quarters are round too."""
    power: int = 10 ** max(len(str(value)) - 2, 0)
    return next(step * power for step in TWO_DIGITS if step * power >= value)


def svg(
    title: str, parts: Sequence[str], height: int = HEIGHT, width: int = WIDTH, kind: str = "chart"
) -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )
