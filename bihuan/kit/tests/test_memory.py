from decimal import Decimal

from bihuan.kit.memory import EqualValues


def test_equal_values_are_held_once_if_they_are_written_alike():
    values = EqualValues()
    first = values.same_as(Decimal("96.0"))
    assert values.same_as(Decimal("96.0")) is first
    assert str(values.same_as(Decimal("96.00"))) == "96.00"
    assert str(values.same_as(1)) == "1"
