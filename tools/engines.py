"""Compute a year's figures on another engine too, over Parquet, and compare the digits.

python -m tools.engines duckdb|spark [--year 2024] [--month 12]

Reads the data folder of BIHUAN_HOME and writes nothing there. Spark needs Java 17 or newer and
`pip install "pyspark>=4.0,<4.1"`; DuckDB writes the Parquet for both.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import django
import duckdb
import ibis.expr.types as ir

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.site.settings")
    django.setup()

from django.db import connection

from bihuan.figures import engine, loop_tables, tables
from bihuan.figures.kinds import Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.queries import figures, months, parts, positions, rows
from bihuan.figures.questions import Question
from bihuan.project_months import tables as base_tables

Answers = Callable[[Question], dict[str, object]]
OF_PROJECTS = tuple(each for each in Dimension if each is not Dimension.HANDLER)
"""By what figures of projects break down."""
READ = [
    each
    for module in (base_tables, tables, loop_tables)
    for each in vars(module).values()
    if isinstance(each, ir.Table)
]
FACTS: dict[str, dict[str, str]] = {}
for _table in READ:
    columns = {name: str(kind) for name, kind in _table.schema().items()}
    FACTS.setdefault(_table.get_name(), {}).update(columns)
KINDS = {"string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN", "timestamp": "TIMESTAMP"}


def write_parquet(folder: Path) -> None:
    """Write every table of facts as `folder`/NAME.parquet; moments in UTC."""
    with duckdb.connect() as scratch:
        scratch.execute("SET TimeZone = 'UTC'")
        for name, kinds in FACTS.items():
            columns = ", ".join(f'"{column}"' for column in kinds)
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT {columns} FROM "{name}"')  # our own names
                found = cursor.fetchall()
            lines = folder / f"{name}.jsonl"  # read as a whole: row by row it takes a hundredfold
            lines.write_text("\n".join(_line(kinds, row) for row in found), "utf-8")
            typed = {column: KINDS.get(kind, "BIGINT") for column, kind in kinds.items()}
            read = f"read_json({_quoted(lines)}, format='newline_delimited', columns={typed})"
            path = _quoted(folder / f"{name}.parquet")
            scratch.execute(f"COPY (SELECT * FROM {read}) TO {path} (FORMAT parquet)")
            lines.unlink()


def _line(kinds: dict[str, str], row: Sequence[Any]) -> str:
    """Return a row as JSON; SQLite tells truth by numbers, which DuckDB would not take for it."""
    told = zip(kinds.items(), row, strict=True)
    values = {
        column: bool(value) if kind == "boolean" and value is not None else value
        for (column, kind), value in told
    }
    return json.dumps(values, default=str)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


class DuckDB:
    """DuckDB over the Parquet files of a folder."""

    dialect = "duckdb"

    def __init__(self, folder: Path) -> None:
        self.database = duckdb.connect()
        for name in FACTS:
            path = _quoted(folder / f"{name}.parquet")
            self.database.execute(f'CREATE VIEW "{name}" AS SELECT * FROM {path}')

    def fetch(self, sql: str) -> Sequence[Sequence[Any]]:
        return self.database.execute(sql).fetchall()


class Spark:
    """Spark on this machine, over the same files; a cluster differs in its address alone."""

    dialect = "pyspark"

    def __init__(self, folder: Path) -> None:
        from pyspark.sql import SparkSession

        self.session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate()
        )
        for name in FACTS:
            self.session.read.parquet(str(folder / f"{name}.parquet")).createOrReplaceTempView(name)

    def fetch(self, sql: str) -> Sequence[Sequence[Any]]:
        found: list[tuple[Any, ...]] = self.session.sql(sql).collect()
        return found


ENGINES: dict[str, Callable[[Path], engine.Engine]] = {"duckdb": DuckDB, "spark": Spark}


def main_answers(question: Question) -> dict[str, object]:
    """Return every figure, the months, and where each project stands."""
    return {
        "figures": figures(question),
        "months": months(question),
        "positions": positions(question),
    }


def everything(question: Question) -> dict[str, object]:
    """Return these and the rows and parts of every figure."""
    every = [figure.id for figure in figures(question)]
    return {**main_answers(question), **rows_and_parts(question, every)}


def rows_and_parts(
    question: Question, ids: Sequence[str], by: Sequence[Dimension] = OF_PROJECTS
) -> dict[str, object]:
    """Return the rows of the figures of these names, and the parts of the year."""
    found = [figure for figure in figures(question) if figure.id in ids]
    return {
        **{f"rows of {figure.id}": rows(figure, question) for figure in found},
        **{f"parts by {each}": parts(each, question, *FIGURES) for each in by},
    }


def differing(
    other: engine.Engine, question: Question, answers: Answers = everything
) -> tuple[list[str], int]:
    """Return what the other engine answers otherwise, and how many answers were compared."""
    ours = answers(question)
    with engine.on(other):
        theirs = answers(question)
    return [name for name in ours if ours[name] != theirs[name]], len(ours)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("--year", type=int, default=2024)
    parser.add_argument("--month", type=int, default=12, choices=range(1, 13))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(Path(folder))
        other = ENGINES[asked.engine](Path(folder))
        wrong, count = differing(other, Question(asked.year, asked.month))
    if wrong:
        sys.exit(f"{asked.engine} answers otherwise: {', '.join(wrong)}.")
    print(f"{asked.engine}: all {count} answers have the same digits.")


if __name__ == "__main__":
    main()
