"""The example district, recomputed from its cells without the app: an independent answer sheet."""

import csv
import datetime as dt
import importlib
import json
import re
import unicodedata
import zipfile
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

openpyxl = pytest.importorskip("openpyxl")

pytestmark = [pytest.mark.once, pytest.mark.in_turns]
EXAMPLES = Path(__file__).parents[1] / "examples"
HOME = EXAMPLES / "hecheng-2024"
PUBLISHED = json.loads((HOME / "published.json").read_text("utf-8"))
LEDGER = "鹤城区2024年重点项目台账.xlsx"
CODE = re.compile(r"^\d{4}-431202-\d{2}-\d{2}-\d{6}$")
WAN, YI = 10_000, 100_000_000
TIERS = ("省重点", "市重点", "区重点")
REPORTS = [f"月报/2024年{m:02d}月重点项目月报.xlsx" for m in range(1, 13)]


def plain(value) -> str:
    return unicodedata.normalize("NFKC", "" if value is None else str(value)).strip()


def yuan(value, unit) -> int:
    text = plain(value).replace(",", "")
    amount = Decimal(text) * unit if text not in ("", "—", "/") else Decimal(0)
    assert amount == amount.to_integral_value(), f"{value} is not whole yuan"
    return int(amount)


def day(value) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    parts = re.findall(r"\d+", plain(value))
    return dt.date(*map(int, parts)) if parts else None


@cache
def table(file, sheet=None):
    """Rows with a project code, as {last header text: value}; "项目代码" marks the header."""
    book = openpyxl.load_workbook(HOME / file)
    page = book[sheet] if sheet else book.worksheets[0]
    rows = [list(r) for r in page.iter_rows(values_only=True)]
    top = next(i for i, r in enumerate(rows) if "项目代码" in r)
    at = rows[top].index("项目代码")
    first = next(i for i in range(top + 1, len(rows)) if rows[i][0] is not None)
    names = [
        next(str(rows[i][c]) for i in reversed(range(top, first)) if rows[i][c])
        for c in range(len(rows[top]))
    ]
    return [dict(zip(names, r)) for r in rows[first:] if CODE.match(plain(r[at]))]


def listed(tier):
    return table(LEDGER, tier)


def codes(rows):
    return {r["项目代码"] for r in rows}


def everything():
    return {r["项目代码"]: r for tier in TIERS for r in listed(tier)}


@cache
def done():
    """Yuan by project over twelve months."""
    totals = defaultdict(int)
    for month, file in enumerate(REPORTS, 1):
        for row in table(file):
            totals[row["项目代码"]] += yuan(row[f"{month}月完成投资"], WAN)
    return totals


def done_by(rows):
    return sum(done()[code] for code in codes(rows))


def rounded(value, digits="0.01"):
    return value.quantize(Decimal(digits), ROUND_HALF_UP)


def completion(tier, unit):
    plan = sum(yuan(r["全年"], unit) for r in listed(tier))
    return rounded(Decimal(done_by(listed(tier))) * 100 / plan)


@cache
def in_use():
    found = {}
    for file in REPORTS:
        for row in table(file):
            if when := day(row["投产（投用）时间"]):
                assert found.setdefault(row["项目代码"], when) == when
    return found


def test_there_are_156_distinct_projects():
    assert len(everything()) == PUBLISHED["projects"]
    assert len({r["项目名称"] for r in everything().values()}) == PUBLISHED["projects"]


def test_two_provincial_projects_also_stand_on_the_municipal_list_with_another_plan():
    both = codes(listed("省重点")) & codes(listed("市重点"))
    assert len(both) == 2
    assert not (codes(listed("省重点")) | codes(listed("市重点"))) & codes(listed("区重点"))
    provincial, municipal = (
        {r["项目代码"]: yuan(r["全年"], u) for r in listed(t)}
        for t, u in (("省重点", YI), ("市重点", WAN))
    )
    assert all(provincial[c] != municipal[c] for c in both)


def test_all_projects_together_completed_the_published_investment():
    assert sum(done().values()) == PUBLISHED["completed_yuan"]
    assert set(done()) == set(everything())


@pytest.mark.parametrize(
    ("key", "tier", "unit"), [("provincial", "省重点", YI), ("municipal", "市重点", WAN)]
)
def test_an_upper_list_completed_the_published_share_of_its_own_plan(key, tier, unit):
    expected = PUBLISHED[key]
    assert len(listed(tier)) == len(codes(listed(tier))) == expected["projects"]
    assert done_by(listed(tier)) == expected["completed_yuan"]
    assert completion(tier, unit) == Decimal(expected["plan_completion"])


def test_71_industrial_projects_completed_the_published_investment():
    industrial = [r for r in everything().values() if r["所属领域"] == "产业"]
    assert len(industrial) == PUBLISHED["industrial"]["projects"]
    assert done_by(industrial) == PUBLISHED["industrial"]["completed_yuan"]


def test_52_projects_came_into_use_within_the_year():
    assert len(in_use()) == PUBLISHED["in_use"]
    assert {d.year for d in in_use().values()} == {2024}


def test_the_named_projects_are_there():
    by_name = {r["项目名称"]: code for code, r in everything().items()}
    assert {r["项目名称"] for r in listed("省重点")} == set(PUBLISHED["provincial_names"])
    assert {by_name[n] for n in PUBLISHED["in_use_names"]} <= set(in_use())
    assert set(PUBLISHED["new_energy_names"]) <= set(by_name)


def test_statistics_investment_is_exactly_72_percent_of_fixed_asset_investment():
    rows = table("统计局/2024年重点项目入统情况.xlsx")
    counted = sum(
        yuan(r[f"{m}月"], WAN) for r in rows if r["是否入统"] == "是" for m in range(1, 13)
    )
    with (HOME / "统计局/固定资产投资.csv").open(encoding="gb18030", newline="") as file:
        months = list(csv.DictReader(file))
    assert [m["月份"] for m in months] == [f"2024年{n}月" for n in range(1, 13)]
    whole = yuan(months[-1]["累计完成固定资产投资（万元）"], WAN)
    assert counted * 100 == int(PUBLISHED["share_of_fixed_assets"]) * whole
    assert codes(rows) < set(everything())
    assert counted != sum(done().values())


@cache
def chains():
    sheet = openpyxl.load_workbook(HOME / "产业链/2024年产业链产值.xlsx").worksheets[0]
    found, chain = defaultdict(lambda: [0, 0]), None
    for number, name, _, now, before, _ in sheet.iter_rows(min_row=5, values_only=True):
        chain = name or chain
        if isinstance(number, int):
            found[chain][0] += yuan(now, YI)
            found[chain][1] += yuan(before, YI)
    return found


@pytest.mark.parametrize("chain", PUBLISHED["chain_growth"])
def test_a_chain_grew_as_published(chain):
    now, before = chains()[chain]
    growth = rounded((Decimal(now) / before - 1) * 100, "0.1")
    assert growth == Decimal(PUBLISHED["chain_growth"][chain])


def test_new_energy_output_is_the_published_amount():
    assert chains()["新能源及其装备"][0] == PUBLISHED["new_energy_output_yuan"]


def test_the_two_flagships_are_found_by_former_name_and_cost_the_published_total():
    rows = {r["曾用名"]: r for r in listed("省重点") if r["曾用名"]}
    grain, storage = (rows[n] for n in PUBLISHED["flagships"]["names"])
    assert (
        yuan(grain["总投资"], YI) + yuan(storage["总投资"], YI)
        == PUBLISHED["flagships"]["total_yuan"]
    )
    december = {r["项目代码"]: r for r in table(REPORTS[-1])}
    assert day(december[grain["项目代码"]]["实际开工时间"]).year == 2024
    assert day(december[storage["项目代码"]]["竣工时间"]).year == 2024
    assert storage["项目代码"] in in_use()


def test_every_cumulative_is_the_sum_of_the_months_so_far_even_after_a_silent_month():
    so_far, silent = defaultdict(int), 0
    for month, file in enumerate(REPORTS, 1):
        rows = table(file)
        assert len(rows) == len(codes(rows))
        silent += 156 - len(rows)
        for row in rows:
            so_far[row["项目代码"]] += yuan(row[f"{month}月完成投资"], WAN)
            assert yuan(row[f"1-{month}月累计完成投资"], WAN) == so_far[row["项目代码"]]
    assert silent == 9


def test_physical_progress_never_falls_and_dates_follow_each_other():
    last = defaultdict(int)
    for month, file in enumerate(REPORTS, 1):
        for row in table(file):
            percent = row["百分比（%）"]
            assert last[row["项目代码"]] <= percent <= 100
            last[row["项目代码"]] = percent
            dates = [
                d
                for d in map(day, (row["实际开工时间"], row["竣工时间"], row["投产（投用）时间"]))
                if d
            ]
            assert dates == sorted(dates)
            assert all((d.year, d.month) <= (2024, month) for d in dates)


def test_every_total_row_is_the_sum_of_its_rows():
    for month, file in enumerate(REPORTS, 1):
        sheet = openpyxl.load_workbook(HOME / file).worksheets[0]
        total = next(r for r in sheet.iter_rows(values_only=True) if r[0] == "合计")
        assert yuan(total[5], WAN) == sum(yuan(r[f"{month}月完成投资"], WAN) for r in table(file))


def test_mid_year_changes_touch_district_plans_only():
    changes = table(LEDGER, "年中计划调整")
    plans = {r["项目代码"]: yuan(r["全年"], WAN) for r in listed("区重点")}
    assert len(changes) == 8
    assert all(
        plans[r["项目代码"]] == yuan(r["原计划"], WAN) != yuan(r["调整后计划"], WAN)
        for r in changes
    )


def test_a_plan_of_four_cumulative_steps_ends_at_the_plan_of_the_year():
    for tier, unit in zip(TIERS, (YI, WAN, WAN)):
        for row in listed(tier):
            steps = [yuan(row[f"1-{m}月"], unit) for m in (3, 6, 9, 12)]
            assert steps == sorted(steps)
            assert steps[-1] == yuan(row["全年"], unit)


def test_no_project_spent_more_than_its_total_investment():
    for tier, unit in zip(TIERS, (YI, WAN, WAN)):
        for row in listed(tier):
            spent = yuan(row["截至2023年底累计完成投资"], unit) + done()[row["项目代码"]]
            assert spent <= yuan(row["总投资"], unit), row["项目名称"]


def test_credit_codes_have_a_valid_check_digit():
    uscc = pytest.importorskip("stdnum.cn.uscc")
    owners = {r["统一社会信用代码"] for r in everything().values()}
    assert len(owners) == 156
    assert all(map(uscc.is_valid, owners))


def test_every_place_lies_in_the_district():
    for row in everything().values():
        assert 109.85 < row["经度"] < 110.20
        assert 27.45 < row["纬度"] < 27.75


def test_every_workbook_says_that_its_rows_are_invented():
    for path in HOME.rglob("*.xlsx"):
        cells = [
            v
            for s in openpyxl.load_workbook(path)
            for r in s.iter_rows(values_only=True)
            for v in r
        ]
        assert any("虚构数据" in str(v) for v in cells), path.name


def _files(folder):
    """Cells of workbooks, bytes of everything else."""
    return {
        p.relative_to(folder): _cells(p)
        for p in folder.rglob("*.*")
        if p.suffix in (".xlsx", ".csv")
    }


def _cells(path):
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    return {s.title: list(s.iter_rows(values_only=True)) for s in openpyxl.load_workbook(path)}


@pytest.mark.parametrize(
    ("script", "folder"), [("make_hecheng_2024", HOME), ("make_messy", EXAMPLES / "messy")]
)
def test_regenerating_gives_the_same_cells(script, folder, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    importlib.import_module(script).main(tmp_path)
    assert _files(tmp_path) == _files(folder)
