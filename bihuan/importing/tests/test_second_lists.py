"""A ledger that puts known projects on a second list says so."""

import pytest

from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.test_actions import bring
from bihuan.plans.models import Entry

pytestmark = pytest.mark.django_db


def statements(batch):
    return [proof["statement"] for proof in batch.outcome["proof"]]


def test_projects_that_come_onto_a_second_list_are_named():
    bring(ledger(ledger_row(1), ledger_row(2)))
    batch = bring(ledger(ledger_row(1), sheet="市重点"))
    assert Entry.objects.count() == 3
    assert any("示例工程乙" in said and "区重点" in said for said in statements(batch))


def test_the_same_list_again_says_nothing_of_others():
    bring(ledger(ledger_row(1)))
    assert not any("市重点" in said for said in statements(bring(ledger(ledger_row(1)))))
