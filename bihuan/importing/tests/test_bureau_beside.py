"""What the bureau counted, beside what was completed: asked about, and never taken for it."""

from datetime import date

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.importing.actions import undo
from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.tests.books import ledger, ledger_row, workbook
from bihuan.importing.tests.test_actions import AT, answers_to, bring, messages, questions
from bihuan.importing.tests.test_proof_columns import WAN, month_rows
from bihuan.importing.tests.test_proof_headings import answered, report
from bihuan.importing.tests.test_proof_lines import asked
from bihuan.importing.tests.test_years_and_months import under
from bihuan.projects.models import Chain
from bihuan.statistics.actions import enrol_enterprise, withdraw_bureau_name
from bihuan.statistics.chains.drafts import PlaceDraft
from bihuan.statistics.chains.models import ChainMonth, ChainOutput
from bihuan.statistics.models import BureauName, StatisticsMonth

HEADS = [
    "入统投资",
    "本月入统投资",
    "纳统",
    "纳统投资",
    "本月纳统完成投资",
    "统计口径完成投资",
    "入统数",
]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("order", [1, -1])
def test_the_bureaus_amounts_beside_the_month_are_asked_about(head, order):
    heads, amounts = ["本月完成投资", head][::order], [(10, 8)[::order], (20, 21)[::order]]

    def read(**more):
        return report(heads, *amounts, **more)

    assert (month_rows(read()), asked(read())) == (
        [(10 * WAN, None), (20 * WAN, None)],
        ["counted"],
    )
    told = answered(read, counted="yes")
    assert [table.layout.kind for table in told] == [SheetKind.MONTHLY, SheetKind.STATISTICS]
    assert [row.get(("counted", 6)) for row in told[1].rows] == [8 * WAN, 21 * WAN]
    left = answered(read, counted="-")
    assert (asked(left), left[1].rows) == ([], [])


def test_the_bureaus_amounts_under_what_was_completed_are_not_completed():
    found = under("完成投资", ["本月", "入统"], (10, 8), (20, 21))
    assert (month_rows(found), asked(found)) == ([(10 * WAN, None), (20 * WAN, None)], ["counted"])


@pytest.mark.parametrize("head", ["是否入统", "入统时间", "入统率", "入统情况", "累计入统投资"])
def test_what_else_is_said_of_the_statistics_is_no_question(head):
    assert asked(report(["本月完成投资", head], (10, 8), (20, 21))) == []


@pytest.mark.django_db
def test_who_may_not_enter_the_bureaus_amounts_is_not_asked_about_them():
    bring(ledger(ledger_row(1)))
    head = ["项目名称", "本月完成投资", "入统投资"]
    rows = [["示例区2024年4月重点项目月报"], ["单位：万元"], head, [ledger_row(1)[1], 10, 8]]
    book = ("4月.xlsx", workbook({"月报": rows}))
    told = bring(book)
    assert questions(told) == {}
    assert told.outcome["sheets"][0]["unknown"] == ["入统投资"]
    assert [each["text"] for each in told.outcome["left_out"]] == ["入统投资"]
    console = make_user(role=Role.CONSOLE)
    assert "counted" in questions(bring(book, by=console))


def chain_table(*rows):
    head = ["产业链", "企业名称", "2024年产值", "2023年产值"]
    return "产值.xlsx", workbook({"2024年": [["单位：万元"], head, *rows]})


@pytest.mark.django_db
def test_an_enterprise_in_two_chains_is_told_with_its_cell_and_changes_nothing():
    batch = bring(chain_table(["甲链", "甲厂", 20, 10], ["乙链", "甲厂", 20, 10]))
    (problem,) = [each for each in batch.outcome["problems"] if each["severity"] == "error"]
    assert (problem["row"], problem["column"]) == (4, "企业名称")
    assert "甲厂" in problem["message"]
    assert "甲链" in problem["message"]
    assert not ChainOutput.objects.exists()
    assert not bring(chain_table(["甲链", "甲厂", 20, 10])).outcome["blocked"]
    assert messages(bring(chain_table(["乙链", "甲厂", 20, 10])))
    assert ChainOutput.objects.count() == 1


@pytest.mark.django_db
def test_what_the_register_settles_comes_in():
    bring(chain_table(["甲链", "甲厂", 20, 10]))
    chain = Chain.objects.get()
    enrol_enterprise(
        chain=chain, draft=PlaceDraft("甲厂", "up", counts=False), by=make_user(), at=AT
    )
    assert not bring(chain_table(["乙链", "甲厂", 20, 10])).outcome["blocked"]
    assert messages(bring(chain_table(["甲链", "甲厂", 21, 10]), reason="更正"))


MONTH_HEADS = ["产业链", "企业名称", "本月产值", "上年同月产值", "累计产值"]


def month_table(*rows, head=MONTH_HEADS, title="2024年11月产业链企业产值表"):
    return "月产值.xlsx", workbook({"产值": [[title], ["单位：万元"], head, *rows]})


@pytest.mark.django_db
def test_a_month_of_a_chain_comes_in_and_changes_with_a_reason():
    rows = [["甲链", "甲厂", 20, 10, 200], [None, "乙厂", 5, 0, 50]]
    assert not bring(month_table(*rows)).outcome["blocked"]
    told = ChainMonth.objects.order_by("pk").values_list("enterprise", "month", "output_yuan")
    assert list(told) == [
        ("甲厂", date(2024, 11, 1), 200_000),
        ("乙厂", date(2024, 11, 1), 50_000),
    ]
    assert not bring(month_table(*rows)).outcome["created"]
    changed = month_table(["甲链", "甲厂", 21, 10, 200])
    assert messages(bring(changed))
    assert not bring(changed, reason="年报更正").outcome["blocked"]
    assert ChainMonth.objects.get(enterprise="甲厂", is_current=True).version == 2
    assert not ChainOutput.objects.exists()


@pytest.mark.django_db
def test_output_under_a_title_with_a_month_is_asked_about():
    table = month_table(["甲链", "甲厂", 20, 10], head=["产业链", "企业名称", "产值", "上年产值"])
    told = bring(table)
    assert "period" in questions(told)
    assert not ChainOutput.objects.exists()
    taken = bring(table, answers=answers_to(told, period="month"))
    assert not taken.outcome["blocked"]
    assert ChainMonth.objects.get().previous_output_yuan == 100_000
    again = bring(table, answers=answers_to(told, period="year"))
    assert not again.outcome["blocked"]
    assert ChainOutput.objects.get().output_yuan == 200_000


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["甲链", "甲厂", -1, 10], "本月产值"),
        (["甲链", "甲厂", 1, -10], "上年同月产值"),
        (["甲链", "甲厂", 1, None], "本月产值"),
    ],
)
def test_a_senseless_month_of_a_chain_is_told_with_its_cell(row, column):
    batch = bring(month_table(row, head=MONTH_HEADS[:4]))
    (problem,) = [each for each in batch.outcome["problems"] if each["severity"] == "error"]
    assert (problem["row"], problem["column"]) == (4, column)
    assert not ChainMonth.objects.exists()


@pytest.mark.django_db
def test_a_month_of_an_enterprise_in_two_chains_is_told_with_its_cell():
    bring(chain_table(["甲链", "甲厂", 20, 10]))
    batch = bring(month_table(["乙链", "甲厂", 2, 1, 2]))
    (problem,) = [each for each in batch.outcome["problems"] if each["severity"] == "error"]
    assert (problem["row"], problem["column"]) == (4, "企业名称")


@pytest.mark.django_db
def test_a_month_of_a_chain_is_taken_back_whole():
    batch = bring(month_table(["甲链", "甲厂", 20, 10, 200]))
    undo(batch=batch, by=make_user(), at=AT)
    assert not ChainMonth.objects.exists()
    assert not Chain.objects.exists()


def bureau_table(*rows, total=None):
    head = ["序号", "项目名称", "是否入统", "入统时间", "3月入统投资"]
    lines = [[n, name, "是", "2024-02-05", wan] for n, (name, wan) in enumerate(rows, 1)]
    last = [["合计", None, None, None, total]] if total is not None else []
    title = [["示例区2024年3月项目入统情况表"], ["单位：万元"]]
    return "局.xlsx", workbook({"入统": [*title, head, *lines, *last]})


@pytest.mark.django_db
def test_a_bureau_table_whose_total_its_rows_do_not_make_changes_nothing_until_settled():
    bring(ledger(ledger_row(1), ledger_row(2)))
    bureau = make_user(role=Role.STATISTICS)
    table = bureau_table(("示例工程乙", 10), ("示例工程丙", 20), total=35)
    told = bring(table, by=bureau)
    asked_of = questions(told)["rows"]["text"]
    assert "第6行" in asked_of
    assert "35" in asked_of
    assert "30" in asked_of
    assert not StatisticsMonth.objects.exists()
    settled = bring(table, by=bureau, answers=answers_to(told, rows="rows"))
    assert not settled.outcome["blocked"]
    assert StatisticsMonth.objects.count() == 2


@pytest.mark.django_db
def test_a_near_name_is_asked_once_remembered_and_asked_again_when_withdrawn():
    bring(ledger(ledger_row(1, name="滨江大道改造工程（一期）"), ledger_row(2)))
    bureau = make_user(role=Role.STATISTICS)
    table = bureau_table(("滨江大道改造工程一期段", 10))
    told = bring(table, by=bureau)
    assert "near" in questions(told)
    assert not StatisticsMonth.objects.exists()
    answers = answers_to(told, near="滨江大道改造工程（一期）")
    assert not bring(table, by=bureau, answers=answers).outcome["blocked"]
    name = BureauName.objects.get()
    assert (name.name, name.project.name) == ("滨江大道改造工程一期段", "滨江大道改造工程（一期）")
    again = bring(table, by=bureau)
    assert questions(again) == {}
    assert not again.outcome["blocked"]
    withdraw_bureau_name(bureau_name=name, reason="对错了", by=bureau, at=AT)
    assert "near" in questions(bring(table, by=bureau))
