"""The same expressions on other engines: none needs its own definition of a measure."""

import ibis
import pytest

from bihuan.figures.measures import FIGURES
from bihuan.figures.positions import positions
from bihuan.figures.queries.projects import totals
from bihuan.figures.questions import Question

YEAR = Question(2024, 12)


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb", "pyspark"])
def test_all_figures_are_one_statement_on_every_engine(dialect):
    table = positions(YEAR)
    sql = ibis.to_sql(table.aggregate(**totals(table, YEAR, tuple(FIGURES))), dialect=dialect)
    assert str(sql).startswith("SELECT")
