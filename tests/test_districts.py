"""Several districts' facts read together: a row is known by its district and its number."""

import ibis
import ibis.expr.types as ir
import pytest

from bihuan.figures import engine, loop_tables, tables
from bihuan.figures.building import forget_built
from bihuan.figures.kinds import Dimension
from bihuan.figures.queries import Figure, figures, parts
from bihuan.figures.questions import Question
from bihuan.figures.tests.district import play
from bihuan.project_months import tables as base_tables
from tools.engines import FACTS, DuckDB, write_parquet

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
MARCH = Question(2024, 3)
TWICE = {
    "progress_report": "completed_yuan",
    "progress_fundsinplace": "amount_yuan",
    "statistics_statisticsmonth": "completed_yuan",
    "plans_planmonth": "cumulative_yuan",
}
"""What the second district has twice as much of; all its numbers are those of the first."""
ALONE = ("statistics_share", "fixed_assets", "chain_", "matters.median_age", "funding_rank.")
"""Of one district's own investment, of chains by name, and no sum."""


class Districts(DuckDB):
    """The facts of one district, as those of the districts that are named."""

    def __init__(self, folder, *names: str) -> None:
        super().__init__(folder)
        for table in FACTS:
            self.database.execute(f'ALTER VIEW "{table}" RENAME TO "its_{table}"')
            each = [self._of(table, name) for name in names]
            self.database.execute(f'CREATE VIEW "{table}" AS {" UNION ALL ".join(each)}')

    def _of(self, table: str, name: str) -> str:
        column = TWICE.get(table) if name == "second" else None
        doubled = f" REPLACE ({column} * 2 AS {column})" if column else ""
        return f"SELECT *{doubled}, '{name}' AS district FROM \"its_{table}\""


@pytest.fixture
def _of_many(monkeypatch):
    for module in (base_tables, tables, loop_tables):
        for name, table in list(vars(module).items()):
            if isinstance(table, ir.Table):
                columns = {**table.schema(), "district": "string"}
                monkeypatch.setattr(module, name, ibis.table(columns, name=table.get_name()))
    _forget()
    yield
    _forget()


def _forget():
    """Let expressions be built and compiled anew: the tables that they read are others now."""
    forget_built()
    engine.compiled.cache_clear()


def sums(found: list[Figure] | tuple[Figure, ...]) -> dict[str, tuple[int, int, int]]:
    return {
        each.id: (each.part, each.whole or 0, each.rows)
        for each in found
        if not each.id.startswith(ALONE)
    }


@pytest.mark.usefixtures("_of_many")
def test_two_districts_with_the_same_numbers_add_up_and_break_down_to_each_alone(tmp_path):
    play()
    write_parquet(tmp_path)
    alone = {}
    for name in ("first", "second"):
        with engine.on(Districts(tmp_path, name)):
            alone[name] = sums(figures(MARCH))
    with engine.on(Districts(tmp_path, "first", "second")):
        together = sums(figures(MARCH))
        ids = tuple(together)
        by_district = {
            part.key: sums(part.figures) for part in parts(Dimension.DISTRICT, MARCH, *ids)
        }
    assert alone["first"] != alone["second"]
    assert together == {
        each: tuple(a + b for a, b in zip(alone["first"][each], alone["second"][each], strict=True))
        for each in ids
    }
    assert by_district == alone
