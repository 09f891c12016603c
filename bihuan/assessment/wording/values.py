"""What the values of an input are called, and how a number of them is written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bihuan.assessment.kinds import Taken
from bihuan.assessment.rules.scheme import InputSpec
from bihuan.figures.declared import unit_of
from bihuan.figures.kinds import Basis, Comparison, Unit
from bihuan.kit import money
from bihuan.kit.words import _, gettext

THEN = {
    Comparison.LAST_MONTH: _("last month"),
    Comparison.LAST_YEAR: _("last year"),
    Comparison.YEAR_START: _("start of the year"),
    Comparison.PLAN: _("planned"),
}
"""What a figure is compared with, in a sentence."""


def number(value: Decimal) -> str:
    """Return a number without zeros at its end: 0.1, 100, −3."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−")


@dataclass(frozen=True)
class InputWords:
    """How people speak of one input."""

    spec: InputSpec

    @property
    def unit(self) -> Unit:
        """The unit of what is taken of the figure."""
        if self.spec.take is Taken.GROWTH:
            return Unit.PERCENT
        unit = self.spec.counted_in or unit_of(self.spec.figure) or Unit.COUNT
        if self.spec.take is Taken.DIFFERENCE and unit is Unit.PERCENT:
            return Unit.POINTS
        return unit

    @property
    def is_counted(self) -> bool:
        return self.unit is Unit.COUNT

    @property
    def name(self) -> str:
        """What it is called; what is taken of the figure stands in it unless the rules name it."""
        if self.spec.called:
            return self.spec.called
        name = _compared(self.spec)
        if self.spec.basis is Basis.CURRENT:
            name = gettext("%s (plan in force)") % name
        if self.spec.month:
            name = gettext("%(name)s to the end of month %(month)s") % {
                "name": name,
                "month": self.spec.month,
            }
        return name

    def value(self, value: Decimal) -> str:
        """Return a value: 100%, 3个, 10亿元."""
        if self.unit is Unit.PERCENT:
            return f"{number(value)}%"
        return self.amount(value)

    def amount(self, value: Decimal) -> str:
        """Return a distance between two values: 10个百分点, 3个, 10亿元."""
        if self.unit in (Unit.PERCENT, Unit.POINTS, Unit.PACE):
            return _so_many(value, gettext("1 percentage point"), gettext("%s percentage points"))
        if self.unit is Unit.YUAN:
            return self._money(value)
        if self.unit is Unit.WORKDAYS:
            return _so_many(value, gettext("1 working day"), gettext("%s working days"))
        if self.spec.divide_by != 1:
            return f"{number(value)}×{number(self.spec.divide_by)}"
        return _so_many(value, gettext("1 item"), gettext("%s items"))

    def _money(self, value: Decimal) -> str:
        """Return an amount in the unit of the rules, if the language counts in it."""
        steps = money.steps()
        scale = int(self.spec.divide_by) if self.spec.divide_by in steps else steps[0]
        shown = number(value * self.spec.divide_by / scale)
        before, behind = money.split_unit(money.unit_name(scale))
        told = gettext("%(number)s %(unit)s") % {"number": shown, "unit": behind}
        return f"{before} {told}" if before else told


def _so_many(value: Decimal, single: str, several: str) -> str:
    return single if value == 1 else several % number(value)


def _compared(spec: InputSpec) -> str:
    if spec.compare is None:
        return spec.label
    named = {"name": spec.label, "base": THEN[spec.compare]}
    if spec.take is Taken.DIFFERENCE:
        return gettext("%(name)s less %(base)s") % named
    if spec.take is Taken.GROWTH:
        return gettext("%(name)s, growth on %(base)s") % named
    return gettext("%(name)s: %(base)s") % named
