"""The city's table of its counties is brought in as what it says, and ranks us."""

from typing import Any

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.funding.kinds import Programme
from bihuan.funding.models import CountyFunding
from bihuan.funding.queries import county_tables
from bihuan.importing import actions
from bihuan.importing.tests.books import workbook
from bihuan.importing.tests.money_books import AT, WAN, answers, asked, bring, errors
from bihuan.kit.errors import NotAllowed
from bihuan.projects.actions import set_district

pytestmark = pytest.mark.django_db
TITLE = "怀化市2024年1-9月各县市区争资情况"
WIDE: list[list[Any]] = [
    ["县市区", "中央预算内投资", None, "专项债券", None],
    [None, "金额", "排名", "金额", "排名"],
    ["鹤城区", 900, 2, 2000, 1],
    ["中方县", 900, 2, 500, 3],
    ["沅陵县", 1200, 1, 800, 2],
    ["市本级", 3000, None, 100, None],
    ["全市", 6000, None, 3400, None],
]


@pytest.fixture(autouse=True)
def _district() -> None:
    set_district(by=make_user(), at=AT, name="鹤城区")


def book(rows: list[list[Any]], title: str = TITLE, note: str = "单位：万元") -> tuple[str, bytes]:
    return "争资.xlsx", workbook({"Sheet1": [[title], [note], *rows]})


def ours(programme: str = "central_budget") -> tuple[int, int, tuple[str, ...]]:
    table = county_tables(2024)[Programme(programme)]
    assert table.ours is not None
    return table.ours.rank, len(table.counties), table.ours.tied_with


def test_amounts_by_programme_with_their_places():
    batch = bring(book(WIDE))
    assert (errors(batch), asked(batch)) == ([], {})
    assert batch.outcome["created"] == 3
    assert (ours(), ours("special_bond")) == ((2, 3, ("中方县",)), (1, 3, ()))
    row = CountyFunding.objects.get(county="沅陵县", programme="central_budget")
    assert (row.amount_yuan, str(row.until), row.source) == (1200 * WAN, "2024-09-01", TITLE)
    assert [each["text"] for each in batch.outcome["left_out"]][-1].startswith("市本级")


def test_the_same_table_again_changes_nothing_and_is_taken_back():
    office = make_user()
    batch = bring(book(WIDE), by=office)
    again = bring(book(WIDE), by=office)
    assert (again.outcome["unchanged"], CountyFunding.objects.count()) == (3, 6)
    actions.undo(batch=batch, by=office, at=AT)
    assert not CountyFunding.objects.exists()


def test_a_correction_says_why_and_keeps_what_was():
    bring(book(WIDE))
    changed = [*WIDE[:2], ["鹤城区", 1300, 1, 2000, 1], ["沅陵县", 1200, 2, 800, 2]]
    [wrong] = errors(bring(book(changed)))
    assert wrong[:2] == (5, "中央预算内投资/金额")
    bring(book(changed), reason="市发改委更正")
    assert ours()[0] == 1
    assert CountyFunding.objects.filter(county="鹤城区", programme="central_budget").count() == 2


def test_a_place_that_the_amounts_do_not_give_is_asked_about():
    wrong = [*WIDE[:2], ["鹤城区", 900, 1, 2000, 1], *WIDE[3:5]]
    found = bring(book(wrong))
    assert set(asked(found)) == {"rank"}
    assert not CountyFunding.objects.exists()
    bring(book(wrong), answers=answers(found, rank="stands"))
    assert ours()[0] == 2


@pytest.mark.parametrize(
    ("rows", "title", "note"),
    [
        (
            [
                ["序号", "县（市、区）", "争取资金", "位次"],
                [1, "鹤城", 0.9, 2],
                [2, "沅陵", 1.2, 1],
            ],
            "2024年三季度各县市区中央预算内投资争取情况",
            "单位：亿元",
        ),
        (
            [
                ["县市区", "资金类型", "金额（万元）"],
                ["鹤城区", "中央预算内", 900],
                ["沅陵县", "中央预算内", 1200],
            ],
            "2024年1-9月争资情况",
            "",
        ),
        (
            [
                ["县市区", "中央预算内投资（亿元）", "专项债（万元）", "合计（万元）"],
                ["鹤城区", 0.09, 20, 920],
                ["沅陵县", 0.12, 5, 1205],
            ],
            "截至2024年9月30日全市争取上级资金情况",
            "",
        ),
    ],
)
def test_other_offices_tables(rows, title, note):
    batch = bring(book(rows, title, note))
    assert (errors(batch), asked(batch)) == ([], {})
    assert ours()[:2] == (2, 2)


def test_a_table_of_a_year_without_a_month_asks_to_which_day():
    rows: list[list[Any]] = [["县市区", "中央预算内投资"], ["鹤城区", 900]]
    found = bring(book(rows, "2023年各县市区争资情况"))
    assert [c["value"] for c in asked(found)["day"]["choices"]] == ["2023-12-31"]
    bring(book(rows, "2023年各县市区争资情况"), answers=answers(found, day="2023-12-31"))
    assert str(CountyFunding.objects.get().until) == "2023-12-01"


def test_who_may_not_enter_quotas_may_not_bring_it_in():
    with pytest.raises(NotAllowed):
        bring(book(WIDE), by=make_user(role=Role.REPORTER))
