"""Months before and after."""

import pytest

from bihuan.kit.months import Month


@pytest.mark.parametrize("months", range(40))
def test_a_month_lies_so_many_months_before(months):
    then = Month(2024, 3).before(months)
    for _month in range(months):
        then = then.next()
    assert then == Month(2024, 3)


def test_the_month_before_january_is_december():
    assert Month(2024, 1).before(1) == Month(2024, 1).previous() == Month(2023, 12)
