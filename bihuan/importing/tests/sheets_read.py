"""Sheets read by themselves, without a database."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bihuan.importing.proof.grid import TableFacts
from bihuan.importing.proof.known import KnownFacts, NothingKnown
from bihuan.importing.rows.reading import ReadingRules
from bihuan.importing.rows.table import Table
from bihuan.importing.staging.file_readings import BatchAnswers, read_sheet
from bihuan.kit.sheets import Cell, Sheet

A, B, C = "城东标准厂房项目", "滨河道路改造工程", "河西第三小学项目"
WAN = 10_000
JUNE = "某区2024年6月重点项目投资完成情况表"
LISTED = "某区2024年区重点项目名单"
MONTH: list[Any] = ["序号", "项目名称", "6月完成投资", "1-6月累计完成投资"]
LEDGER: list[Any] = ["序号", "项目名称", "建设性质", "总投资", "年度计划投资"]


class KnownPlans(NothingKnown):
    """Projects by name, with their plans in yuan."""

    def __init__(self, plans: Mapping[str, int]) -> None:
        self.plans = plans

    def find(self, name: str, code: str) -> int | None:  # as the protocol has it
        return list(self.plans).index(name) + 1 if name in self.plans else None

    def planned(self, project: int, year: int) -> frozenset[int]:  # as above
        return frozenset({list(self.plans.values())[project - 1]})


def read(
    rows: Sequence[Any],
    *,
    title: str = JUNE,
    unit: str = "单位：万元",
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Sequence[int] = (),
    answers: Mapping[str, str] | None = None,
    known: KnownFacts | None = None,
    today: date = date(2024, 7, 5),
) -> list[Table]:
    """Return the tables of a sheet under a title and a line with its unit; rows count from 2."""
    head: list[list[Cell]] = [[title], [unit]] if unit else [[title]]
    rows_ = [*head, *(list(row) for row in rows)]
    sheet = Sheet("Sheet1", rows_, list(merged), hidden=frozenset(hidden))
    return read_as(sheet, answers=answers, known=known, today=today)


def read_as(
    sheet: Sheet,
    file: str = "表.xlsx",
    *,
    answers: Mapping[str, str] | None = None,
    known: KnownFacts | None = None,
    today: date = date(2024, 7, 5),
) -> list[Table]:
    """Return the tables of a sheet of a file."""
    facts = TableFacts(today, None, None, answers or {})
    rules = ReadingRules(facts, known or NothingKnown())
    return read_sheet(file, sheet, BatchAnswers(answers=answers or {}), rules)


def amounts(table: Table, *fields: Any) -> dict[str, tuple[int | None, ...]]:
    """Return what rows say in 万元, by name."""
    found = {}
    for row in table.rows:
        told = [row.get(field) for field in fields]
        found[row.get("name")] = tuple(None if y is None else y // WAN for y in told)
    return found


def asked(tables: Sequence[Table]) -> list[str]:
    """Return the kinds of the open questions."""
    return [q.id.partition("-")[0] for t in tables for q in t.desk.questions if q.is_open]


def answered(tables: Sequence[Table], kind: str, value: str) -> dict[str, str]:
    """Return the answer to the first question of a kind, of which it must be a choice."""
    question = next(q for t in tables for q in t.desk.questions if q.id.startswith(f"{kind}-"))
    assert value in [choice.value for choice in question.choices]
    return {question.id: value}


def gives(tables: Sequence[Table], kind: str) -> list[str]:
    """Return what the choices of the first question of a kind give."""
    question = next(q for t in tables for q in t.desk.questions if q.id.startswith(f"{kind}-"))
    return [choice.gives for choice in question.choices]
