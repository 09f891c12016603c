"""What a month's report repeats of the ledger and says otherwise is told in the proof."""

from datetime import date

import pytest

from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN
from bihuan.importing.tests.test_proof_headings import NAMED, lines
from bihuan.kit.sheets import Sheet


class ThreeListed(NothingKnown):
    """Three projects, each planned at 100万元 of 1000万元; the first at 90万元 before."""

    def find(self, name, code):
        return int(name[0]) if name[0].isdigit() else None

    def total(self, project):
        return 1000 * WAN

    def planned(self, project, year):
        return frozenset({100 * WAN, 90 * WAN} if project == 1 else {100 * WAN})


def proofs(heads, *amounts):
    rows = [[MONTHLY], ["单位：万元"], [*NAMED, *heads], *lines(*amounts)]
    rules = ReadingRules(TableFacts(date(2024, 7, 5)), ThreeListed())
    (found,) = read_sheet("表.xlsx", Sheet("Sheet1", rows, []), BatchAnswers(), rules)
    return [proof for proof in found.desk.proofs if heads[0] in proof.statement]


@pytest.mark.parametrize(("head", "right"), [("年度计划投资", 100), ("总投资", 1000)])
def test_what_differs_from_the_ledger_is_named_and_does_not_hold(head, right):
    (proof,) = proofs([head, "本月完成投资"], (right, 10), (right + 20, 20), (right, 1))
    assert not proof.holds
    assert "2号厂房" in proof.statement
    assert "3号厂房" not in proof.statement


@pytest.mark.parametrize("plan", [100, 90])
def test_what_the_ledger_says_in_any_version_holds(plan):
    (proof,) = proofs(["年度计划投资", "本月完成投资"], (plan, 10), (100, 20))
    assert proof.holds
