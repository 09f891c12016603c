"""Groups numbered by letters, and lists ticked under a title that names one."""

import pytest

from bihuan.importing.tests.sheets_read import LISTED, A, B, C, answered, asked, gives, read
from bihuan.projects.kinds import Tier

HEAD = ["序号", "项目名称", "总投资", "年度计划投资", "建设性质"]
NAMES = [A, B, C]


@pytest.mark.parametrize("form", ["{}{}", "{}.{}", "{}-{}"])
@pytest.mark.parametrize("sums", [((300, 30), (400, 40)), ((None, None), (None, None))])
def test_letters_head_the_rows_numbered_under_them(form, sums):
    first = ["A", "区住建局", *sums[0], ""]
    second = ["B", "区发改局", *sums[1], ""]
    rows = [
        [form.format(letter, number), name, total, planned, "续建"]
        for letter, number, name, total, planned in (
            ("A", 1, A, 100, 10),
            ("A", 2, B, 200, 20),
            ("B", 1, C, 400, 40),
        )
    ]
    (table,) = read([HEAD, first, *rows[:2], second, rows[2]], title=LISTED)
    assert [row.get("name") for row in table.rows] == NAMES
    assert [left.text.split()[0] for left in table.desk.left] == ["A", "B"]


@pytest.mark.parametrize("serials", ["AB", "甲乙", "ⅠⅡ", ("I", "II")])
@pytest.mark.parametrize("sums", [True, False])
def test_other_numbers_head_the_rows_with_digits(serials, sums):
    heads = [
        [serial, f"{name}包保", *(amounts if sums else (None, None)), ""]
        for serial, name, amounts in zip(
            serials, ("张县长", "李书记"), ((300, 30), (400, 40)), strict=True
        )
    ]
    rows = [
        [n, NAMES[n - 1], 100 * n + 100 * (n > 2), 10 * n + 10 * (n > 2), "续建"] for n in (1, 2, 3)
    ]
    (table,) = read([HEAD, heads[0], *rows[:2], heads[1], rows[2]], title=LISTED)
    assert [row.get("name") for row in table.rows] == NAMES
    assert all(proof.holds for proof in table.desk.proofs)


def test_letters_alone_number_projects():
    rows = [[letter, name, 100, 10, "续建"] for letter, name in zip("ABC", NAMES, strict=True)]
    (table,) = read([HEAD, *rows], title=LISTED)
    assert [row.get("name") for row in table.rows] == NAMES


HEADS = ["序号", "项目名称", "总投资", "年度计划投资", "建设性质", "省重点", "市重点", "区重点"]
ALONE = [(Tier.PROVINCIAL,), (Tier.MUNICIPAL,), (Tier.DISTRICT,)]


def ticked_rows(third, heads=HEADS, tick="√", none=None, **more):
    ticks = [(tick, none, none), (none, tick, none), (none, none, third)]
    rows = [[n, NAMES[n - 1], 100, 10, "续建", *ticks[n - 1]] for n in (1, 2, 3)]
    return read([heads, *rows], **more)


def listed(tables):
    """Return the lists on which each project stands."""
    found = {}
    for table in tables:
        for row in table.rows:
            found[row.number] = found.get(row.number, ()) + row.tiers(table.tier)
    return list(found.values())


def test_ticks_of_each_row_go_before_a_title_that_names_one_list():
    assert listed(ticked_rows("√", title=LISTED)) == ALONE


@pytest.mark.parametrize(
    ("answer", "lists"),
    [
        ("instead", ALONE),
        ("title", [(Tier.DISTRICT,)] * 3),
        ("besides", [(Tier.DISTRICT, tier) for (tier,) in ALONE[:2]] + ALONE[2:]),
    ],
)
def test_ticks_of_some_rows_under_a_title_that_names_one_list_are_asked_about(answer, lists):
    found = ticked_rows(None, title=LISTED)
    assert asked(found) == ["ticks"]
    told = ticked_rows(None, title=LISTED, answers=answered(found, "ticks", answer))
    assert (listed(told), asked(told)) == (lists, [])


def test_yes_and_no_under_whether_it_is_on_a_list_tell_the_list():
    heads = [*HEADS[:5], "是否省重点", "是否列入市重点项目", "区重点（是/否）"]
    found = ticked_rows("是", heads, "是", "否", title="某区2024年重点项目表")
    assert (listed(found), asked(found)) == (ALONE, [])
    assert found[0].layout.unknown == ()


def test_the_list_is_asked_of_those_rows_alone_that_no_tick_puts_on_one():
    found = ticked_rows(None, title="某区2024年重点项目表")
    assert asked(found) == ["tier"]
    assert [each.partition("个")[0] for each in gives(found, "tier")] == ["1"] * 3
