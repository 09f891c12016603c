"""Empty tables: what is filled into them comes back without a question."""

import io
from urllib.parse import unquote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.importing.headings.kinds import SheetKind
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.test_actions import bring

pytestmark = pytest.mark.django_db
NAME, CODE = "示例工程乙", "2401-431202-04-01-000001"
FILLED = {
    "项目名称": NAME,
    "项目代码": CODE,
    "项目类别": "开工建设类",
    "总投资（万元）": 5000,
    "总投资": 5000,
    "年度计划投资": 1200,
    "责任单位": "区住建局",
    "本月完成投资": 100,
    "累计完成投资": 100,
    "形象进度百分比": 8,
    "原计划": 1200,
    "调整后计划": 1500,
    "调整原因": "征地完成",
    "批准人": "区政府",
    "批准日期": "2024-05-06",
    "是否入统": "是",
    "3月入统投资": 90,
    "产业链": "电子信息",
    "企业名称": "甲公司",
    "2024年产值": 900,
    "2023年产值": 800,
    "本月产值": 90,
    "上年同月产值": 80,
    "入统时间": "2024-02-05",
    "月份": "2024年3月",
    "累计完成固定资产投资": 80000,
    "资金类型": "中央预算内投资",
    "批次": "第一批",
    "下达文号": "湘发改投资〔2024〕88号",
    "下达日期": "2024-03-04",
    "转发日期": "2024-03-08",
    "申报额": 600,
    "下达额": 500,
    "到位额": 300,
    "支付额": 200,
    "完成实物工作量": 200,
    "县市区": "鹤城区",
    "中央预算内投资": 900,
}


def filled(content):
    book = load_workbook(io.BytesIO(content))
    page = book.worksheets[-1]
    for cell in page[3]:
        page.cell(4, cell.column, FILLED.get(cell.value))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", SheetKind.values)
def test_a_filled_table_comes_back_without_a_question(kind):
    if kind != "ledger":
        bring(ledger(ledger_row(1)))
    answer = signed_in().get(reverse("importing:blank", args=[kind, "2024-03"]))
    by = make_user(role=Role.STATISTICS if kind in ("statistics", "investment") else Role.OFFICE)
    batch = bring(("表.xlsx", filled(answer.content)), by=by)
    assert [q["text"] for q in batch.outcome["questions"] if not q["answer"]] == []
    assert [p["message"] for p in batch.outcome["problems"] if p["severity"] == "error"] == []
    assert [sheet["kind"] for sheet in batch.outcome["sheets"]].count(kind) >= 1
    assert batch.outcome["created"] + batch.outcome["updated"] == 1


def test_an_empty_table_holds_no_example():
    answer = signed_in().get(reverse("importing:blank", args=["ledger", "2024-03"]))
    pages = load_workbook(io.BytesIO(answer.content)).worksheets
    assert [page.title for page in pages] == ["省重点", "市重点", "区重点"]
    assert all(page.max_row == 3 for page in pages)


def test_an_unknown_kind_is_not_there_and_a_viewer_gets_none():
    assert signed_in().get("/import/blank/nothing/2024-03/").status_code == 404
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get("/import/blank/ledger/2024-03/").status_code == 403


def test_a_workbook_of_several_lists_is_not_named_after_one():
    address = reverse("importing:blank", args=[SheetKind.LEDGER, "2024-03"])
    named = unquote(signed_in().get(address)["Content-Disposition"])
    assert "重点项目台账.xlsx" in named
    assert "省重点" not in named
