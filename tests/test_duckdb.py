"""The year's figures on another engine: the same expressions, the same digits."""

from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pytest
from django.db import connection
from django.utils import timezone

from bihuan.figures import engine, tables
from bihuan.figures.measures import FIGURES
from bihuan.figures.positions import positions
from bihuan.figures.queries.figures import totals
from bihuan.figures.questions import Question
from bihuan.site import example

YEAR = Question(2024, 12)


def all_totals() -> ir.Table:
    table = positions(YEAR)
    return table.aggregate(**totals(table, YEAR, tuple(FIGURES)))


def copy_facts(other: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write each table of facts as Parquet, and read it from there."""
    facts = {t.get_name(): t for t in vars(tables).values() if isinstance(t, ir.Table)}
    for name, table in facts.items():
        columns = ", ".join(f'"{c}"' for c in table.columns)
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{name}"')  # our own names
            rows = cursor.fetchall()
        kinds = ", ".join(f'"{c}" {kind(t)}' for c, t in table.schema().items())
        other.execute(f'CREATE TABLE "t_{name}" ({kinds})')
        if rows:
            marks = ", ".join("?" * len(table.columns))
            other.executemany(f'INSERT INTO "t_{name}" VALUES ({marks})', rows)
        path = folder / f"{name}.parquet"
        other.execute(f"COPY \"t_{name}\" TO '{path}' (FORMAT parquet)")
        other.execute(f"CREATE VIEW \"{name}\" AS SELECT * FROM '{path}'")


def kind(of: ibis.DataType) -> str:
    if of.is_string():
        return "VARCHAR"
    if of.is_timestamp():
        return "TIMESTAMPTZ"
    return "DATE" if of.is_date() else "BOOLEAN" if of.is_boolean() else "BIGINT"


@pytest.mark.django_db
def test_every_total_is_the_same_over_parquet(tmp_path, settings):
    settings.HOME = tmp_path
    example.load(at=timezone.now())
    [ours] = engine.run(all_totals)
    with duckdb.connect() as other:
        copy_facts(other, tmp_path)
        answer = other.execute(str(ibis.to_sql(all_totals(), dialect="duckdb")))
        names = [column[0] for column in answer.description or ()]
        theirs = dict(zip(names, answer.fetchall()[0], strict=True))
    assert {name: value and int(value) for name, value in theirs.items()} == ours
    assert ours
