"""A row under the header that says in what each column counts."""

import pytest

from bihuan.importing.tests.test_proof_columns import MONTHLY, WAN, month_rows
from bihuan.importing.tests.test_proof_headings import NAMED, lines
from bihuan.importing.tests.test_proof_lines import asked, tables

HEAD = [*NAMED, "总投资", "年度计划投资", "用地面积"]
AMOUNTS = [(1.5, 1000, 10), (2.5, 2000, 20)]


@pytest.mark.parametrize("form", ["{}", "（{}）", "({})", "单位：{}"])
@pytest.mark.parametrize("label", [None, "单位", "计量单位", "—"])
def test_units_under_the_headings_are_those_of_their_columns(form, label):
    units = [label, None, *(form.format(unit) for unit in ("亿元", "万元", "亩"))]
    found = tables([HEAD, units, *lines(*AMOUNTS)])
    told = [(row.get("total"), row.get("planned"), row.get("land_mu")) for row in found[0].rows]
    assert told == [(15000 * WAN, 1000 * WAN, 10), (25000 * WAN, 2000 * WAN, 20)]
    assert (asked(found), len(found[0].rows)) == ([], 2)


@pytest.mark.parametrize("merged", [[], [(2, 2, 2, 3), (2, 0, 4, 0), (2, 1, 4, 1)]])
def test_units_under_two_levels_are_those_of_their_columns(merged):
    heads = [[*NAMED, "完成投资", None, "完成率"], [None, None, "本月", "1-6月累计", None]]
    if not merged:
        heads = [[*NAMED, "本月完成投资", "1-6月累计完成投资", "完成率"]]
    rows = [*heads, [None, None, "万元", "亿元", "%"], *lines((10, 1.5, 10), (20, 2.5, 20))]
    found = tables(rows, title=MONTHLY, merged=merged)
    assert month_rows(found) == [(10 * WAN, 15000 * WAN), (20 * WAN, 25000 * WAN)]
    assert asked(found) == []


def test_units_further_down_are_no_remark():
    units = [None, None, "亿元", "万元", "亩"]
    found = tables([HEAD, [1, 2, 3, 4, 5], units, *lines(*AMOUNTS)])
    assert 5 in [p.row for p in found[0].problems if p.severity == "error"]
