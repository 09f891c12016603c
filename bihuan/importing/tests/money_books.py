"""Tables of money for tests: projects of the ledger, and workbooks as offices write them."""

from datetime import UTC, datetime
from typing import Any

from bihuan.accounts.models import User
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.funding.models import FundingEntry, FundingLine
from bihuan.funding.rules.ladder import summed
from bihuan.importing import actions
from bihuan.importing.models import Batch
from bihuan.importing.tests.books import CODE, workbook
from bihuan.progress.tests.factories import make_listed
from bihuan.projects.models import Project
from bihuan.projects.rules import name_key

AT = datetime(2024, 12, 20, 2, tzinfo=UTC)
WAN = 10_000
NAMES = ("城东标准厂房项目", "滨河道路改造工程", "河西第三小学项目")
HEAD = ["序号", "项目名称", "批次", "下达文号", "下达日期", "下达额", "到位额", "支付额", "支付率"]
TITLE = "某区2024年中央预算内投资项目资金情况表"
UNTIL = "截至2024年6月30日，单位：万元"
NUMBERS = ("湘发改投资〔2024〕88号", "湘发改投资〔2024〕89号")


def projects() -> list[Project]:
    """Three projects of the ledger with a total investment of a hundred million yuan each."""
    owner = make_organisation()
    return [
        make_listed(
            owner=owner,
            name=name,
            name_key=name_key(name),
            national_code=CODE.format(number),
            total_investment_yuan=10_000 * WAN,
        )
        for number, name in enumerate(NAMES, 1)
    ]


def rows(*amounts: tuple[Any, ...]) -> list[list[Any]]:
    """Rows of the first projects: issued, in place, paid."""
    return [
        [n + 1, NAMES[n], "第一批", NUMBERS[n], f"2024-03-{4 + n:02}", *told, None]
        for n, told in enumerate(amounts)
    ]


def table(
    *lines: list[Any], title: str = TITLE, note: str = UNTIL, head: list[str] | None = None
) -> tuple[str, bytes]:
    """A workbook of one table of money."""
    return "资金.xlsx", workbook({"资金": [[title], [note], head or HEAD, *map(list, lines)]})


def bring(*files: tuple[str, bytes], by: User | None = None, **told: Any) -> Batch:
    return actions.bring_in(
        files=files, year=told.pop("year", None), by=by or make_user(), at=AT, **told
    )


def asked(batch: Batch) -> dict[str, dict[str, Any]]:
    """Return the open questions by their kind."""
    return {q["id"].partition("-")[0]: q for q in batch.outcome["questions"] if not q["answer"]}


def answers(batch: Batch, **told: str) -> dict[str, str]:
    """Return answers by the kind of question."""
    return {asked(batch)[kind]["id"]: value for kind, value in told.items()}


def errors(batch: Batch) -> list[tuple[int, str, str]]:
    """Return the row, the column and the sentence of each error."""
    return [
        (p["row"], p["column"], p["message"])
        for p in batch.outcome["problems"]
        if p["severity"] == "error"
    ]


def stands() -> dict[str, tuple[int, ...]]:
    """Return what stands of each project in 万元: applied, issued, in place, paid, works."""
    found = {}
    for line in FundingLine.objects.select_related("project"):
        entries = FundingEntry.objects.filter(line=line, is_current=True)
        sums = summed(each.step for each in entries)
        told = (sums.applied, sums.issued, sums.in_place, sums.paid, sums.works)
        key = (
            line.project.name
            if line.programme == "central_budget"
            else f"{line.project.name} {line.programme}"
        )
        found[key + (f" {line.batch}" if line.batch != "第一批" else "")] = tuple(
            x // WAN for x in told
        )
    return found
