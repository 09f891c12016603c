"""The same expressions on other engines: none needs its own definition of a measure."""

import ibis
import pytest

from bihuan.figures import tables
from bihuan.figures.building import forget_built
from bihuan.figures.measures import FIGURES, read_beside
from bihuan.figures.project_months import asked_places
from bihuan.figures.queries.projects import totals
from bihuan.figures.questions import Question

YEAR = Question(2024, 12)


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb", "pyspark"])
def test_all_figures_are_one_statement_on_every_engine(dialect):
    table = asked_places(YEAR, read_beside(FIGURES))
    sql = ibis.to_sql(table.aggregate(**totals(table, YEAR, tuple(FIGURES))), dialect=dialect)
    assert str(sql).startswith(("SELECT", "WITH"))


def test_the_tables_of_many_districts_are_read_by_the_same_expressions(monkeypatch):
    columns = {name: str(kind) for name, kind in tables.projects.schema().items()}
    many = ibis.table({**columns, "district": "string"}, name="projects_project")
    own = ibis.to_sql(asked_places(YEAR), dialect="duckdb")
    monkeypatch.setattr(tables, "projects", many)
    forget_built()
    together = ibis.to_sql(asked_places(YEAR), dialect="duckdb")
    forget_built()
    assert "'own' AS \"district\"" in str(own)
    assert "'own'" not in str(together)
    assert '"district"' in str(together)
