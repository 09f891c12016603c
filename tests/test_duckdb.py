"""The year's figures on another engine: the same expressions, the same digits."""

from functools import partial

import pytest

from bihuan.figures import engine
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.queries import declared, figures, months, positions, some_figures
from bihuan.figures.questions import Question
from tools.engines import (
    OF_PROJECTS,
    DuckDB,
    differing,
    main_answers,
    rows_and_parts,
    write_parquet,
)

from .cells import FULL, sample, share_of_engine, turn_of_engine
from .loaded import bring_in_example

pytestmark = [pytest.mark.django_db, pytest.mark.long]
YEAR = Question(2024, 12)
ALL_ASKED = {
    "in spring, against the adjusted plan": Question(2024, 4, Basis.CURRENT),
    "one class of one list": YEAR.narrowed(Dimension.TIER, "municipal").narrowed(
        Dimension.CLASS, "construction"
    ),
    "a year without a list": Question(2023, 12),
}
ASKED = share_of_engine(ALL_ASKED)


@pytest.fixture(scope="module")
def parquet(django_db_setup, django_db_blocker, tmp_path_factory):
    """The example district in Parquet; rolled back after this module."""
    from django.db import transaction

    folder = tmp_path_factory.mktemp("parquet")
    with django_db_blocker.unblock(), transaction.atomic():
        bring_in_example()
        write_parquet(folder)
        yield DuckDB(folder)
        transaction.set_rollback(True)


@pytest.mark.parametrize("asked", ASKED)
def test_every_figure_month_and_place_is_the_same_over_parquet(parquet, asked):
    question, seed = ALL_ASKED[asked], list(ALL_ASKED).index(asked)
    answers = main_answers if FULL else partial(some_answers, seed=seed)
    assert differing(parquet, question, answers)[0] == []


def some_answers(question, *, seed):
    """Return one figure of each five, where each project stands, and the months of one question."""
    every = declared()
    chosen = sample([each for each in every if "*" not in each], len(every) // 5, seed=seed)
    return {
        "figures": some_figures(question, *chosen),
        "positions": positions(question),
        "months": months(question) if seed == 0 else (),
    }


def test_so_is_every_row_and_every_part_of_the_year(parquet):
    seed = turn_of_engine()
    chosen, by = sample(tuple(FIGURES), 2, seed=seed), sample(OF_PROJECTS, 2, seed=seed)
    wrong, compared = differing(parquet, YEAR, lambda asked: rows_and_parts(asked, chosen, by))
    assert wrong == []
    assert compared == len(chosen) + len(by)


def test_it_is_the_other_engine_that_answers(parquet):
    parquet.database.execute("CREATE TABLE nothing AS FROM plans_entry WHERE false")
    parquet.database.execute("CREATE OR REPLACE VIEW plans_entry AS FROM nothing")
    with engine.on(parquet):
        assert figures(YEAR)[0].value == 0
    assert figures(YEAR)[0].value == 156
