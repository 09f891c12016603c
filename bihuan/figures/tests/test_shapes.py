"""A statement that is compiled for a shape and then filled is the statement of the question."""

from datetime import date
from importlib import import_module

import ibis
import pytest

from bihuan.figures import engine, project_months
from bihuan.figures.compiling import compile_shape
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.measures import FIGURES
from bihuan.figures.questions import Question, RowScope
from bihuan.figures.records import SUBJECTS, rounds
from bihuan.figures.records.rounds import REPORTS, RoundMonth
from bihuan.figures.shapes import stand_ins
from bihuan.kit.months import months_of
from bihuan.plans.in_force import PlanMeaning
from bihuan.project_months.relation import PlanView, end_of
from tests.cells import FULL

pytestmark = pytest.mark.in_turns

_QUERIES = "chains contributions months parts projects records rows standing"
chains, contributions, months, parts, projects, records, rows, standing = (
    import_module(f"bihuan.figures.queries.{name}") for name in _QUERIES.split()
)
KNOWN = date(2024, 7, 1)
QUESTIONS = {
    "January": Question(2024, 1),
    "a February, while it lasts": Question(
        2024, 2, Basis.CURRENT, today=date(2024, 2, 9), row_scope=RowScope(organisation_id=3)
    ),
    "a commander's, narrowed": Question(
        2023,
        5,
        row_scope=RowScope(commander_id=-1),
        only=(
            (Dimension.ORGANISATION, "5"),
            (Dimension.THEME, "7"),
            (Dimension.CHAIN, ""),
            (Dimension.CLASS, "construction"),
            (Dimension.INDUSTRY, "it's C"),
        ),
    ),
    "known later, with plans of another day": Question(
        2025,
        3,
        known_on=KNOWN,
        late_until=date.max,
        plan_view=PlanView(PlanMeaning.APPROVED, date(2024, 6, 30), KNOWN),
    ),
}
SOME = ("acceleration", "gap_linear.all", "starts.due", "completion_rate.all", "count.in_use")
KNOWN_THEN = Question(2024, 6, Basis.CURRENT, known_on=KNOWN, late_until=date(2024, 8, 1))


def given(question):
    """Return what rules say of the rounds of the year's months."""
    opened = tuple(
        RoundMonth(
            month,
            month.last_day,
            end_of(month.last_day),
            "|construction|",
            unless_started=True,
        )
        for month in months_of(question.year)
    )
    return tuple(opened if each is REPORTS else None for each in SUBJECTS)


def every_statement(question):
    """Yield what is asked of the database for a question: expressions and arguments."""
    told, other = given(question), Question(question.year - 1)
    yield projects._totals, question, tuple(FIGURES) if question.month == 1 else SOME
    yield parts._parts, Dimension.INDUSTRY, ("count.all",), question
    yield parts._parts, Dimension.THEME, ("count.all",), question
    yield from ((each, "acceleration", question) for each in rows._BY_GRAIN.values())
    yield contributions._by_project, "plan_completion.all", question, None
    yield standing._standing, question
    yield from ((each, question) for each in (months._done, months._curve, months._plan))
    yield project_months.fixed_assets, question
    yield chains._totals, question, other
    yield chains._enterprises, question, other, "软件"
    yield chains._target, question, "软件"
    yield chains._months, question, "软件"
    yield rounds._rounds, question
    yield records._totals, question, ("milestones.due", "needs.in_time", "funds.in_place"), told
    yield records.record_rows, "reports.late", question, told
    yield contributions._records_by_project, "matters.open", question, told


def as_compiled(expression, dialect, asked):
    return str(ibis.to_sql(expression(*asked), dialect=dialect, pretty=False))


def as_filled(expression, dialect, asked):
    """Return the statement as a process without any kept compiles and fills it."""
    compiled = compile_shape(expression, dialect, stand_ins(asked), pretty=False)
    return compiled.template.filled(asked)


def some_statements(question, turn, *, of):
    """Return every `of`-th statement of a question, each turn others; all of them if FULL."""
    return list(every_statement(question))[0 if FULL else turn % of :: 1 if FULL else of]


@pytest.mark.once
@pytest.mark.parametrize("turn", range(len(QUESTIONS)), ids=QUESTIONS)
def test_a_filled_statement_is_the_compiled_one_to_the_letter(turn):
    question = [*QUESTIONS.values()][turn]
    for expression, *asked in some_statements(question, turn, of=4):
        arguments = ("sqlite", tuple(asked))
        assert as_filled(expression, *arguments) == as_compiled(expression, *arguments)


@pytest.mark.once
@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb", "pyspark"])
def test_so_it_is_in_every_dialect(dialect):
    question = KNOWN_THEN
    asked = (question, SOME)
    expression = projects._totals
    assert as_filled(expression, dialect, asked) == as_compiled(expression, dialect, asked)


@pytest.mark.once
def test_questions_of_one_shape_are_compiled_once():
    engine.compiled.cache_clear()
    for month in range(1, 13):
        for year in (2023, 2024):
            engine.compiled(months._plan, "sqlite", *stand_ins((Question(year, month),)))
    assert engine.compiled.cache_info().misses == 1


@pytest.mark.once
def test_the_laid_out_statement_is_filled_too():
    assert "2024" in engine.sql_of(months._plan, "sqlite", Question(2024, 3))
    assert "81" not in engine.sql_of(months._plan, "sqlite", Question(2024, 3))


@pytest.mark.once
def test_two_questions_of_one_statement_keep_their_own_days():
    then, now = Question(2021, 4), Question(2024, 5)
    asked = ("planned.all", now, then)
    assert as_filled(contributions._by_project, "sqlite", asked) == as_compiled(
        contributions._by_project, "sqlite", asked
    )


def _reckoned(question, shift):
    day = question.first_day.replace(day=1 + shift)
    return project_months.standing(question).filter(ibis._.tier == ibis.literal(str(day)))


@pytest.mark.once
def test_a_day_reckoned_from_a_question_is_refused_at_once():
    with pytest.raises(AssertionError, match="8123"):
        as_filled(_reckoned, "sqlite", (Question(2024, 3), 4))
