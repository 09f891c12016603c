"""What holds between the columns in the other rows, and a row that breaks it, is asked about."""

from datetime import date

import pytest

from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import NothingKnown
from bihuan.importing.proof.single_rows.relations import Arithmetic, Relation, find_relations
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.importing.tests.test_proof_columns import WAN
from bihuan.importing.tests.test_proof_evidence import KnownYear, questions
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.kit.sheets import Sheet

JUNE = "2024年6月重点项目完成情况表"
PLAN = "2024年重点项目计划表"
NAMES = ("城东厂房", "滨河大道", "第三小学", "污水处理厂", "冷链物流园", "装备基地")
MONTHS = (1280, 660, 35, 440, 780, 1780)  # the third is 350


class KnownSix(KnownYear):
    """Six projects, with five months of 400 known, or none."""

    def __init__(self, *, has_months: bool = True) -> None:
        super().__init__(plan=15000, total=50000)
        self.has_months = has_months

    def find(self, name, code):
        return NAMES.index(name) + 1 if name in NAMES else None

    def planned(self, project, year):
        return frozenset({PLANS[project - 1] * WAN})

    def months(self, project, year):
        return dict.fromkeys(range(1, 6), 400 * WAN) if self.has_months else {}


def read(heads, *columns, title=JUNE, known=None, answers=None, end=()):
    rows = [[title], ["单位：万元"], ["项目名称", *heads]]
    rows += [list(each) for each in zip(NAMES, *columns, strict=False)]
    rows += [list(each) for each in end]
    facts = TableFacts(date(2024, 7, 5), 2024, None, answers or {})
    rules = ReadingRules(facts, known or KnownSix(has_months=False))
    return read_sheet("表.xlsx", Sheet("Sheet1", rows), BatchAnswers(answers=answers or {}), rules)


def values(found, key="completed"):
    return [row.get(key) for table in found for row in table.rows]


RATES = ("100%",) * 6
BEFORE = (1250, 640, 340, 430, 760, 1750)
RIGHT = (1280, 660, 350, 440, 780, 1780)
GROWN = (30, 20, 10, 10, 20, 30)
PLANS = (15000, 8000, 4000, 5200, 9000, 21000)
TABLES = {
    "sum known": (["本月完成投资", "累计"], MONTHS, (3280, 2660, 2350, 2440, 2780, 3780)),
    "growth": (
        ["上月完成", "本月完成投资", "较上月增减"],
        BEFORE,
        MONTHS,
        (30, 20, 10, 10, 20, 30),
    ),
    "rate": (["本月计划投资", "本月完成投资", "本月完成率"], RIGHT, MONTHS, RATES),
    "share": (
        ["年度计划", "本月完成投资", "占年度计划比例"],
        PLANS,
        MONTHS,
        ("8.5%", "8.2%", "8.8%", "8.5%", "8.7%", "8.5%"),
    ),
    "same month": (
        ["上年同期", "同比增长(%)", "本月完成投资"],
        (1024, 528, 280, 352, 624, 1424),
        (25,) * 6,
        MONTHS,
    ),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_slip_that_the_other_columns_disprove_is_asked_about_and_mended(name):
    known = KnownSix(has_months=name == "sum known")
    found = read(*TABLES[name], known=known)
    assert asked(found) == ["odd"]
    (question,) = questions(found).values()
    assert [choice.value for choice in question.choices] == ["tenfold", "stands", "-"]
    for answer, right in (("tenfold", 350 * WAN), ("stands", 35 * WAN), ("-", None)):
        again = read(*TABLES[name], known=known, answers={question.id: answer})
        assert asked(again) == []
        assert values(again)[2] == right


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_asked_where_all_rows_hold(name):
    heads, *columns = TABLES[name]
    columns = [RIGHT if each is MONTHS else each for each in columns]
    found = read(heads, *columns, known=KnownSix(has_months=name == "sum known"))
    assert "odd" not in asked(found)


@pytest.mark.parametrize("amount", [0, None, ""])
def test_noughts_and_blanks_break_nothing(amount):
    heads, before, months, more = TABLES["growth"]
    months = [*months[:2], amount, *months[3:]]
    assert asked(read(heads, before, months, more)) == []


def test_a_column_that_is_not_read_and_slipped_itself_is_not():
    heads, *_columns = TABLES["growth"]
    before = (1250, 640, 34, 430, 760, 1750)
    assert asked(read(heads, before, RIGHT, GROWN)) == []


def test_an_amount_that_another_relation_bears_out_is_not():
    heads = ["上月完成", "本月完成投资", "较上月增减", "本月计划投资", "本月完成率"]
    before = (1250, 640, 333, 430, 760, 1750)
    found = read(heads, before, RIGHT, GROWN, RIGHT, RATES)
    assert asked(found) == []


def test_what_a_sum_makes_of_an_amount_is_offered():
    heads, before, _months, more = TABLES["growth"]
    months = (1280, 660, 250, 440, 780, 1780)
    found = read(heads, before, months, more)
    (question,) = questions(found).values()
    assert [choice.value for choice in question.choices] == ["related", "stands", "-"]
    again = read(heads, before, months, more, answers={question.id: "related"})
    assert values(again)[2] == 350 * WAN


LEDGER = ["项目类别", "总投资", "截至2023年底完成投资", "2024年计划投资", "2025年及以后投资"]
LISTED = (
    ["开工建设类"] * 4,
    (45000, 82000, 62000, 150000),
    (8000, 0, 0, 52000),
    (12000, 30000, 6200, 40000),
    (25000, 52000, 0, 58000),
)


def test_a_total_that_is_not_the_sum_of_its_years_is_asked_about():
    known = KnownYear()
    found = read(LEDGER, *LISTED, title=PLAN, known=known)
    question = questions(found)["odd"]
    assert question.choices[0].value == "tenth"
    again = read(LEDGER, *LISTED, title=PLAN, known=known, answers={question.id: "tenth"})
    assert values(again, "total")[2] == 6200 * WAN


class TestOneAmountThatATotalRestores:
    heads = ["本月完成投资"]

    def read(self, months, answers=None):
        end = [("合计", 5290)]
        return read(self.heads, months, end=end, answers=answers, known=NothingKnown())

    @pytest.mark.parametrize(
        ("months", "way"),
        [(MONTHS, "tenfold-6"), ((1820, *RIGHT[1:]), "swapped-4")],
    )
    def test_is_offered_and_mended(self, months, way):
        found = self.read(months)
        question = questions(found)["rows"]
        assert question.choices[0].value == way
        again = self.read(months, {question.id: way})
        assert (asked(again), values(again)) == ([], [each * WAN for each in RIGHT])
        assert all(proof.holds for table in again for proof in table.desk.proofs)

    def test_is_not_where_none_does(self):
        question = questions(self.read((1380, *RIGHT[1:])))["rows"]
        assert [choice.value for choice in question.choices] == ["rows", "skip"]


class TestRelations:
    """Columns as pairs of value and half of the last digit."""

    def found(self, *columns, rates=(), read=(0,)):
        rows = [
            [None if x is None else (x, 0.0) for x in row] for row in zip(*columns, strict=True)
        ]
        return find_relations(rows, frozenset(rates), frozenset(read))

    def test_a_sum_holds(self):
        assert self.found((1, 2, 3), (5, 6, 8), (6, 8, 11)) == [Relation(Arithmetic.SUM, (0, 1, 2))]

    def test_two_rows_are_too_few(self):
        assert not self.found((1, 2), (5, 6), (6, 8))

    def test_rows_that_are_alike_say_nothing(self):
        assert not self.found((1, 1, 1, 1), (5, 5, 5, 5), (6, 6, 6, 6))

    def test_noughts_say_nothing(self):
        assert not self.found((1, 2, 3, 4), (0, 0, 0, 0), (1, 2, 3, 4))

    def test_three_of_four_rows_are_enough_two_of_four_are_not(self):
        sums = (6, 8, 11, 99)
        assert self.found((1, 2, 3, 4), (5, 6, 8, 9), sums)
        assert not self.found((1, 2, 3, 4), (5, 6, 8, 9), (6, 8, 12, 99))

    def test_what_is_not_read_is_of_no_interest(self):
        assert not self.found((1, 2, 3), (5, 6, 8), (6, 8, 11), read=(3,))
