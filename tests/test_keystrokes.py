"""The reporter's five minutes: most of a month stands there already, a few keys are the rest."""

import pytest

from tools.keystrokes import of_year, together

from .loaded import bring_in_example

pytestmark = pytest.mark.django_db


def test_a_months_report_costs_few_keys() -> None:
    bring_in_example()
    found = together(of_year(2024, each=17))  # every month in turn; all of them: the tool
    assert found.reports > 100
    assert found.prefilled_percent >= 70
    assert found.median_keys <= 10
