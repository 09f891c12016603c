"""Amounts told in parts under one heading: the sum where it is proved, else asked with the sum."""

import pytest

from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN
from bihuan.importing.tests.test_proof_evidence import FIVE_MONTHS, NAMES, KnownYear, questions
from bihuan.importing.tests.test_proof_evidence import read as read_known
from bihuan.importing.tests.test_proof_lines import asked, tables

HEAD = ["序号", "项目名称", "项目类别", "总投资"]
PARTS = ((300, 900), (400, 250), (100, 700))
JUNE = "2024年6月重点项目完成情况表"


def ledger(heads, parts=PARTS, total=3000, **more):
    """Read a ledger with these rows of headings over the plan's columns."""
    blank = [None] * len(HEAD)
    rows = [[*(HEAD if not n else blank), *head] for n, head in enumerate(heads)]
    depth, width = len(heads), len(heads[0])
    merged = [(2, place, 1 + depth, place) for place in range(len(HEAD))] if depth > 1 else []
    for n, head in enumerate(heads[:-1]):
        if width > 1 and head[1] is None:
            merged.append((2 + n, 4, 2 + n, 3 + width))
    rows += [[n, NAMES[n - 1], "开工建设类", total, *each] for n, each in enumerate(parts, 1)]
    return tables(rows, merged=merged if depth > 1 else (), **more)


def values(found, key):
    return [row.get(key) for table in found for row in table.rows]


PLAN = "2024年计划投资"
SUMS = [1200 * WAN, 650 * WAN, 800 * WAN]


@pytest.mark.parametrize(
    "heads",
    [
        [[PLAN, None], ["其中", None], ["政府投资", "社会投资"]],
        [[PLAN, None], ["其中：政府投资", "社会投资"]],
        [[PLAN, None], ["国有投资", "民间投资"]],
        [[PLAN, None], ["中央预算内资金", "地方配套"]],
        [[PLAN, None], ["建安工程", "设备购置"]],
        [["年度计划投资（政府投资）", "年度计划投资（社会投资）"]],
        [["政府投资计划", "社会投资计划"]],
    ],
)
def test_of_a_plan_are_asked_about_with_their_sum_and_each(heads):
    found = ledger(heads)
    assert asked(found) == ["parts"]
    (question,) = questions(found).values()
    gives = [choice.gives.partition("：")[2] for choice in question.choices]
    assert gives == ["2,650 万元", "800 万元", "1,850 万元", "—"]
    told = {question.id: "sum"}
    assert values(ledger(heads, answers=told), "planned") == SUMS
    told = {question.id: question.choices[2].value}
    assert values(ledger(heads, answers=told), "planned") == [900 * WAN, 250 * WAN, 700 * WAN]
    assert values(ledger(heads, answers={question.id: "-"}), "planned") == [None] * 3


@pytest.mark.parametrize(
    ("heads", "parts"),
    [
        ([[PLAN, None, None], ["政府投资", "社会投资", "合计"]], [(*p, sum(p)) for p in PARTS]),
        ([[PLAN, None, None], ["金额", "其中：政府", "社会"]], [(sum(p), *p) for p in PARTS]),
        ([[PLAN, "其中：政府投资", "社会投资"]], [(sum(p), *p) for p in PARTS]),
        ([[PLAN, None], ["投资额", "主要建设内容"]], [(sum(p), "主体") for p in PARTS]),
    ],
)
def test_beside_their_whole_are_left_alone(heads, parts):
    found = ledger(heads, parts)
    assert (asked(found), values(found, "planned")) == ([], SUMS)


@pytest.mark.parametrize("words", ["（含流动资金）", "（固定资产投资）", "（万元）", ""])
def test_what_brackets_say_of_the_whole_is_no_part(words):
    found = ledger([[f"年度计划投资{words}"]], [(1200,)] * 3)
    assert (asked(found), values(found, "planned")) == ([], [1200 * WAN] * 3)


def test_one_part_alone_is_asked_about():
    assert asked(ledger([["年度计划投资（政府投资）"]], [(1200,)] * 3)) == ["parts"]


def test_several_total_investments_are_asked_about_without_a_sum():
    rows = [
        [*HEAD[:3], "总投资", None, PLAN],
        [None, None, None, "估算", "概算", None],
        *([n, NAMES[n - 1], "开工建设类", 3000, 3100, 500] for n in (1, 2, 3)),
    ]
    merged = [(2, place, 3, place) for place in (0, 1, 2, 5)] + [(2, 3, 2, 4)]
    (question,) = questions(tables(rows, merged=merged)).values()
    assert [choice.value for choice in question.choices] == ["3", "4", "-"]


def month(heads, *amounts, known=FIVE_MONTHS, **more):
    rows = {"title": MONTHLY, "known": known, **more}
    return read_known(heads, *amounts, **rows)


GOVERNMENT, SOCIETY = "本月完成投资（政府投资）", "本月完成投资（社会投资）"


def test_of_a_month_are_its_whole_where_the_cumulative_proves_it():
    amounts = ((50, 30, 430), (50, 20, 310), (50, 10, 250))
    found = month([GOVERNMENT, SOCIETY, "1-6月累计完成投资"], *amounts, title=JUNE)
    assert (asked(found), values(found, "completed")) == ([], [80 * WAN, 70 * WAN, 60 * WAN])
    assert any("政府投资" in proof.statement for t in found for proof in t.desk.proofs)


def test_one_of_them_is_the_whole_where_the_cumulative_proves_that():
    amounts = ((80, 30, 430), (70, 20, 310), (60, 10, 250))
    found = month([GOVERNMENT, SOCIETY, "1-6月累计完成投资"], *amounts, title=JUNE)
    assert (asked(found), values(found, "completed")) == ([], [80 * WAN, 70 * WAN, 60 * WAN])


def test_of_a_month_are_asked_about_where_nothing_proves_it_and_the_answer_is_weighed_again():
    heads = [GOVERNMENT, SOCIETY]
    found = month(heads, (50, 30), (50, 20), (50, 10), title=JUNE)
    question = questions(found)["parts"]
    only = question.choices[1].value
    told = {question.id: only}
    found = month(heads, (50, 30), (50, 20), (50, 10), title=JUNE, answers=told)
    assert values(found, "completed") == [50 * WAN] * 3
    amounts = ((50, 30, 430), (50, 20, 310), (50, 10, 250))
    proved = month([*heads, "1-6月累计完成投资"], *amounts, title=JUNE, answers=told)
    assert values(proved, "completed") == [80 * WAN, 70 * WAN, 60 * WAN]


def test_of_the_total_are_proved_by_the_ledger():
    heads = ["项目类别", "总投资（中央）", "总投资（省级资金）", "总投资（自筹）", PLAN]
    rows = [("开工建设类", 1000, 2000, 2000, 1200)] * 3
    found = read_known(heads, *rows, title="某区2024年区重点项目名单", known=KnownYear())
    assert (asked(found), values(found, "total")) == ([], [5000 * WAN] * 3)


@pytest.mark.parametrize("above", ["总投资", "年度计划投资"])
def test_a_source_under_another_amount_is_no_money_in_place(above):
    heads = [f"{above}", "本月完成投资"]
    rows = [
        ["序号", "项目名称", heads[0], None, heads[1]],
        [None, None, "银行贷款", "企业自筹", None],
        *([n, NAMES[n - 1], 700, 500, 60 + n] for n in (1, 2, 3)),
    ]
    merged = [(2, place, 3, place) for place in (0, 1, 4)] + [(2, 2, 2, 3)]
    found = tables(rows, merged=merged, title=MONTHLY)
    assert {*values(found, "bank_loan"), *values(found, "own")} == {None}


def test_a_source_under_what_is_in_place_is_money_in_place():
    rows = [
        ["序号", "项目名称", "到位资金", None, "本月完成投资"],
        [None, None, "银行贷款", "企业自筹", None],
        *([n, NAMES[n - 1], 700, 500, 60 + n] for n in (1, 2, 3)),
    ]
    merged = [(2, place, 3, place) for place in (0, 1, 4)] + [(2, 2, 2, 3)]
    found = tables(rows, merged=merged, title=MONTHLY)
    assert values(found, "bank_loan") == [700 * WAN] * 3


class TestAPlanByQuarters:
    SUMS = [1200 * WAN] * 3
    GROWN = [(200, 500, 900, 1200)] * 3
    ALONE = [(200, 300, 400, 300)] * 3
    TO_DATE = ["一季度", "上半年", "前三季度", "全年"]
    QUARTERS = ["一季度", "二季度", "三季度", "四季度"]
    TITLE = "某区2024年区重点项目投资计划表"

    @pytest.mark.parametrize(
        ("heads", "parts"),
        [
            ([TO_DATE], GROWN),
            ([QUARTERS], ALONE),
            ([["2024年投资安排", None, None, None], TO_DATE], GROWN),
            ([[f"{word}计划" for word in TO_DATE]], GROWN),
        ],
    )
    def test_is_read_where_the_title_speaks_of_plans(self, heads, parts):
        found = ledger(heads, parts, title=self.TITLE)
        assert (asked(found), values(found, "planned")) == ([], self.SUMS)

    @pytest.mark.parametrize(("heads", "parts"), [(TO_DATE, GROWN), (QUARTERS, ALONE)])
    def test_is_asked_about_where_nothing_does(self, heads, parts):
        found = ledger([heads], parts)
        (question,) = questions(found).values()
        assert "3,600" in question.choices[0].gives
        told = {question.id: "plan"}
        assert values(ledger([heads], parts, answers=told), "planned") == self.SUMS
        told = {question.id: "-"}
        assert values(ledger([heads], parts, answers=told), "planned") == [None] * 3

    def test_that_falls_is_asked_about(self):
        found = ledger([self.TO_DATE], [(200, 500, 400, 1200)] * 3, title=self.TITLE)
        assert asked(found) == ["bareplan"]


MONTH_PARTS = ["其中：政府投资本月完成", "其中：社会投资本月完成"]
DONE_PARTS = [[60, 40], [90, 30], [20, 50]]


def month_of_parts(whole, heads, parts, answers=None):
    head = ["序号", "项目名称", *([whole] if whole else []), *heads]
    rows = [
        [n, NAMES[n - 1], *([sum(each)] if whole else []), *each] for n, each in enumerate(parts, 1)
    ]
    return tables([head, *rows], title=JUNE, answers=answers)


def test_parts_of_the_month_without_their_sum_are_asked_about():
    found = month_of_parts("", MONTH_PARTS, DONE_PARTS)
    (question,) = [q for q in found[0].desk.questions if q.id.startswith("parts-")]
    assert [choice.value for choice in question.choices][:1] == ["sum"]
    answered = month_of_parts("", MONTH_PARTS, DONE_PARTS, {question.id: "sum"})
    assert values(answered, "completed") == [100 * WAN, 120 * WAN, 70 * WAN]


def test_parts_that_add_up_to_the_column_before_them_are_its_parts():
    found = month_of_parts(
        "本期发生额", ["其中：建安工程本月完成", "其中：设备购置本月完成"], DONE_PARTS
    )
    assert values(found, "completed") == [100 * WAN, 120 * WAN, 70 * WAN]
    assert not [q for q in found[0].desk.questions if q.is_open]


def test_parts_of_which_the_column_before_is_no_sum_are_asked_about():
    head = ["序号", "项目名称", "本期发生额", *MONTH_PARTS]
    rows = [[n, NAMES[n - 1], 500 + n, *each] for n, each in enumerate(DONE_PARTS, 1)]
    assert asked(tables([head, *rows], title=JUNE)) == ["parts"]
