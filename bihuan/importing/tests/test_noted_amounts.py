"""Amounts with notes, marks, slashes and spans in their cells: read and told, or asked about."""

import pytest

from bihuan.importing.tests.sheets_read import WAN, A, B, answered, asked, gives, read

HEAD = ["序号", "项目名称", "本月完成投资"]


UNSURE = [
    "1,280（估）",
    "1280【暂估】",
    "1280（暂）",
    "1280(未审)",
    "1280（其中6月前200）",
    "1280（含上年结转100）",
]


def june(cell, answers=None):
    return read([HEAD, [1, A, cell], [2, B, 900]], answers=answers)


def done(found):
    return [row.get("completed") for row in found[0].rows]


@pytest.mark.parametrize(
    "cell",
    [
        "1280（含设备100）",
        "1280（其中设备100）",
        "1280,含前期费50",
        "1280 (含征拆200万元)",
        "1280万元（含设备100万元）",
        "1280\n（不含税）",
        "1280，含设备100",
        "1280*",
        "*1280",
        "1280①",
        "1280¹",
    ],
)
def test_a_note_of_what_an_amount_holds_is_told_and_the_amount_read(cell):
    found = june(cell)
    assert (asked(found), done(found)) == ([], [1280 * WAN, 900 * WAN])
    (left,) = found[0].desk.left
    assert "".join(cell.split()) in left.text


@pytest.mark.parametrize(
    "cell", ["1280（预计）", "1280（1月至6月）", "1280（上月1100）", "1280。上年结转数", *UNSURE]
)
def test_another_note_is_asked_about(cell):
    found = june(cell)
    assert asked(found) == ["written"]
    assert done(june(cell, answered(found, "written", "amount")))[0] == 1280 * WAN
    assert done(june(cell, answered(found, "written", "-")))[0] is None


@pytest.mark.parametrize(
    "cell", ["1280/1300", "1280 / 1300", "1280-1300", "1280～1300", "1280至1300"]
)
def test_of_two_amounts_it_is_asked_which(cell):
    found = june(cell)
    assert asked(found) == ["written"]
    assert [each.rpartition("：")[2] for each in gives(found, "written")[:2]] == ["1,280", "1,300"]
    for value, told in (("first", 1280), ("second", 1300)):
        assert done(june(cell, answered(found, "written", value)))[0] == told * WAN


@pytest.mark.parametrize("cell", ["含设备100", "1300-1280", "见附表（1280）", "1280（"])
def test_words_are_no_amount(cell):
    (table,) = june(cell)
    assert [row.bad for row in table.rows] == [True, False]
