"""A literal is what Ibis writes, and the database reads it back as the value it was."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bihuan.figures.engine import DIALECTS
from bihuan.figures.literals import MOST, _by_ibis, literal

OURS = sorted(DIALECTS.values())
MORE = settings(max_examples=300)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.text(
    st.sampled_from("'\"\\;-/*%{}$ E\n\r\t中😀\u0301\u2019\x01\x7f")
)
VALUES = (
    st.integers(-MOST, MOST - 1)
    | TEXTS
    | st.dates()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
)


@pytest.mark.once
@pytest.mark.parametrize("dialect", OURS)
def test_a_literal_is_what_ibis_writes_letter_by_letter(dialect):
    @MORE
    @given(VALUES)
    @example("'; DROP TABLE projects_project; --")
    @example("\\'")
    @example(date(2024, 2, 29))
    @example(datetime(2024, 7, 1, 16, 0, 0, 5, tzinfo=UTC).replace(tzinfo=None))
    def check(value):
        assert literal(dialect, value) == _by_ibis(dialect, value)

    check()


@pytest.mark.django_db
def test_the_database_reads_a_literal_back_as_the_text_that_it_was():
    dialect = DIALECTS[connection.vendor]

    @MORE
    @given(TEXTS, st.integers(-MOST, MOST - 1))
    @example("\\", 0)
    @example("\\'; SELECT 'x", 0)
    @example("%s %(a)s", -MOST)
    def check(text, number):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {literal(dialect, text)}, {literal(dialect, number)}, 'end'")
            assert cursor.fetchall() == [(text, number, "end")]

    check()


@pytest.mark.once
@pytest.mark.parametrize("dialect", OURS)
@pytest.mark.parametrize("value", ["a\0b", MOST, -MOST - 1])
def test_what_no_statement_holds_is_refused(dialect, value):
    with pytest.raises(ValueError, match=r"NUL|64 bits"):
        literal(dialect, value)


@pytest.mark.once
def test_other_engines_ask_ibis_and_get_their_own_dialect():
    assert literal("duckdb", date(2024, 3, 1)) == "MAKE_DATE(2024, 3, 1)"
    assert literal("sqlite", True) == "TRUE"  # noqa: FBT003  # a value like others
