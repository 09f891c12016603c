"""A month that is what a cumulative leaves is shown as such; 今年6月 is a month; Ⅱ期 is 二期."""

import pytest

from bihuan.importing.proof.months.periods import Span, period_of
from bihuan.importing.queries import numbers_in
from bihuan.importing.tests.books import ledger, ledger_row, month, month_row
from bihuan.importing.tests.test_actions import bring
from bihuan.projects.rules import name_key


def proofs(batch):
    return [each["statement"] for each in batch.outcome["proof"]]


@pytest.mark.django_db
def test_the_preview_shows_of_what_a_month_is_the_difference():
    bring(ledger(ledger_row(1), ledger_row(2)))
    bring(month(1, month_row(1, 100), month_row(2, 50)))
    batch = bring(month(2, month_row(1, None, 180), month_row(2, None, 90)), dry_run=True)
    assert any(
        all(each in told for each in ("270", "150", "120", "2024年2月")) for told in proofs(batch)
    )


@pytest.mark.django_db
def test_a_month_that_is_told_itself_is_no_difference():
    bring(ledger(ledger_row(1), ledger_row(2)))
    bring(month(1, month_row(1, 100), month_row(2, 50)))
    batch = bring(month(2, month_row(1, 80, 180), month_row(2, 40, 90)), dry_run=True)
    assert not any("270" in told and "150" in told for told in proofs(batch))


@pytest.mark.parametrize(
    ("heading", "spans"),
    [
        ("今年6月完成投资", (Span.MONTH,)),
        ("本年6月份完成投资", (Span.MONTH,)),
        ("今年6月累计完成投资", (Span.TO_DATE,)),
        ("今年1-6月完成投资", (Span.TO_DATE,)),
        ("今年完成投资", (Span.TO_DATE,)),
    ],
)
def test_a_month_of_this_year_is_a_month(heading, spans):
    found = period_of((heading,), 2024)
    assert found is not None
    assert found.spans == spans


@pytest.mark.parametrize(
    "name", ["污水厂二期工程", "污水厂2期工程", "污水厂Ⅱ期工程", "污水厂（II期）工程"]
)
def test_numbers_of_phases_are_one_however_they_are_written(name):
    assert numbers_in(name_key(name)) == ("2",)


def test_letters_of_words_are_no_numbers():
    assert numbers_in(name_key("Vivi期货中心")) == ()
