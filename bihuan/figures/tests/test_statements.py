"""Statements kept in a folder: the compiled ones to the letter, or not taken."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from bihuan.figures import code_digest as code
from bihuan.figures import engine, statements
from bihuan.figures.compiling import Reading, compile_shape
from bihuan.figures.kinds import Basis, Dimension
from bihuan.figures.questions import Question, RowScope
from bihuan.figures.shape_texts import expression_text, shape_text
from bihuan.figures.shapes import stand_ins
from bihuan.project_months import relation

from .test_shapes import KNOWN_THEN, QUESTIONS, months, some_statements

pytestmark = [pytest.mark.once, pytest.mark.in_turns]
EXPRESSION, ASKED = months._plan, stand_ins((Question(2024, 3),))


@pytest.fixture
def folder(settings, tmp_path):
    settings.STATEMENTS_FOLDER = tmp_path / "statements"
    return settings.STATEMENTS_FOLDER


def key_of(expression=EXPRESSION, asked=ASKED, dialect="sqlite", *, pretty=False):
    return statements.statement_key(expression, dialect, asked, pretty=pretty)


def keep_one(key=""):
    compiled = compile_shape(EXPRESSION, "sqlite", ASKED, pretty=False)
    statements.keep(key or key_of(), compiled)
    return compiled


def only_file(folder):
    (path,) = (each for each in folder.rglob("*") if each.is_file())
    return path


@pytest.mark.parametrize("dialect", statements.DIALECTS)
def test_every_statement_is_read_back_as_it_was_compiled(folder, dialect):
    questions = (*QUESTIONS.values(), KNOWN_THEN)
    for turn, question in enumerate(questions):
        for expression, *asked in some_statements(question, turn, of=len(questions)):
            shape = stand_ins(tuple(asked))
            compiled = compile_shape(expression, dialect, shape, pretty=False)
            key = key_of(expression, shape, dialect)
            assert key, expression
            statements.keep(key, compiled)
            assert statements.read(key) == compiled


SHOWS = """
import os, sys
import django
django.setup()
from hashlib import sha256
from bihuan.figures.compiling import compile_shape
from bihuan.figures.shapes import stand_ins
from bihuan.figures.statements import statement_key
from bihuan.figures.tests.test_shapes import QUESTIONS, some_statements
from django.utils import translation
translation.activate(sys.argv[1])
question = QUESTIONS["a commander's, narrowed"]
for expression, *asked in some_statements(question, 0, of=3):
    shape = stand_ins(tuple(asked))
    key = statement_key(expression, "postgres", shape, pretty=False)
    compiled = compile_shape(expression, "postgres", shape, pretty=False)
    print(sha256(f"{key} {compiled}".encode()).hexdigest())
"""


def test_key_and_statement_are_the_same_in_other_processes_languages_zones_and_rules(tmp_path):
    """Neither depends on the order of sets, on addresses, on settings, rules or words."""
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "lights.yaml").write_text("mine: {title: 1", "utf-8")
    shown = set()
    for seed, language, zone in (("1", "zh-hans", "UTC"), ("2", "en", "America/New_York")):
        environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTEST_XDIST_WORKER"},
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "BIHUAN_TEST_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        }
        command = [sys.executable, "-c", SHOWS, language]
        root = Path(__file__).resolve().parents[3]
        shown.add(subprocess.check_output(command, cwd=root, env=environment, text=True))
        (tmp_path / "presets" / "lights.yaml").unlink(missing_ok=True)
    (lines,) = shown
    assert len(lines.split()) == len(some_statements(QUESTIONS["January"], 0, of=3))


def test_what_is_kept_is_compiled_by_no_other_process(folder):
    engine.compiled.cache_clear()
    first = engine.compiled(EXPRESSION, "sqlite", *ASKED)
    engine.compiled.cache_clear()
    with patch.object(engine, "compile_shape", side_effect=AssertionError("compiled")):
        assert engine.compiled(EXPRESSION, "sqlite", *ASKED) == first
    engine.compiled.cache_clear()


def test_folder_and_files_are_for_their_owner_alone(folder):
    keep_one()
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*")} == {0o600, 0o700}
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:20],
        lambda content: content[:-1],
        lambda content: content[:40] + bytes([content[40] ^ 1]) + content[41:],
        lambda content: bytes(32) + content[32:],
        lambda content: b"\xff" * len(content),
    ],
)
def test_a_damaged_statement_is_not_taken_and_is_written_anew(folder, damage):
    compiled = keep_one()
    only_file(folder).write_bytes(damage(only_file(folder).read_bytes()))
    assert statements.read(key_of()) is None
    assert keep_one() == compiled == statements.read(key_of())


def test_a_statement_sealed_by_another_key_or_kept_for_another_question_is_not_taken(
    folder, settings
):
    keep_one()
    settings.STATEMENTS_SECRET = "of somebody else"
    assert statements.read(key_of()) is None
    settings.STATEMENTS_SECRET = "of the tests"
    assert statements.read(key_of())
    other = key_of(months._curve)
    only_file(folder).rename(statements._place(other))
    assert statements.read(other) is None


def test_without_a_secret_of_its_own_the_secret_key_seals(folder, settings):
    settings.STATEMENTS_SECRET = ""
    keep_one()
    assert statements.read(key_of())
    settings.SECRET_KEY = "another secret key of this installation"
    assert statements.read(key_of()) is None


def test_a_disk_that_takes_nothing_stops_nothing(settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    for place in (tmp_path / "file", tmp_path / "missing" / "statements", tmp_path / "file" / "x"):
        settings.STATEMENTS_FOLDER = place
        keep_one()
        assert statements.read(key_of()) is None
    assert not (tmp_path / "missing").exists()  # no data folder is made in passing


def test_a_full_disk_leaves_no_half_of_a_file(folder):
    keep_one()
    only_file(folder).unlink()
    with patch.object(Path, "replace", side_effect=OSError(28, "No space left on device")):
        keep_one()
    assert not [path for path in folder.rglob("*") if path.is_file()]


def test_statements_of_other_code_are_never_read_and_are_removed(folder):
    keep_one()
    with patch.object(statements, "code_digest", lambda: "f" * 40):
        assert statements.read(key_of()) is None
        keep_one()
        assert [path.name for path in folder.iterdir()] == ["f" * 40]


def test_a_statement_brought_over_from_other_code_is_not_taken(folder):
    keep_one()
    older = only_file(folder)
    with patch.object(statements, "code_digest", lambda: "f" * 40):
        place = statements._place(key_of())
        place.parent.mkdir()
        place.write_bytes(older.read_bytes())
        assert statements.read(key_of()) is None


def test_a_full_folder_drops_its_oldest(folder):
    with patch.object(statements, "MOST", 8):
        for number in range(9):
            keep_one(f"key {number}")
            os.utime(statements._place(f"key {number}"), ns=(number, number))
    kept = [number for number in range(9) if statements._place(f"key {number}").exists()]
    assert kept == [2, 3, 4, 5, 6, 7, 8]


def test_other_engines_and_functions_of_others_are_kept_in_no_file():
    assert not key_of(dialect="duckdb")
    assert not key_of(lambda question: None)
    assert not key_of(key_of)
    assert not key_of(asked=(object(),))
    assert expression_text(relation.standing) == "bihuan.project_months.relation.standing"


@dataclass(frozen=True)
class Foreign:
    number: int


def test_arguments_that_an_expression_can_tell_apart_have_texts_of_their_own():
    question = Question(2024, 3)
    different = [
        *(
            None,
            True,
            1,
            "1",
            "None",
            "",
            date(2024, 1, 1),
            datetime(2024, 1, 1, tzinfo=UTC),
            "2024-01-01",
        ),
        *((), ("",), ("", ""), ("a,", "b"), ("a", ",b"), ("('a',)",), (("a",),), ("a",)),
        *(Basis.ORIGINAL, Basis.CURRENT, "original", Dimension.TIER, "tier"),
        *(question, replace(question, month=4), replace(question, basis=Basis.CURRENT)),
        *(replace(question, row_scope=RowScope(1)), replace(question, row_scope=RowScope(None, 1))),
        *stand_ins((question,)),
    ]
    texts = [shape_text((each,)) for each in different]
    assert None not in texts
    assert len(set(texts)) == len(different)
    assert shape_text((Foreign(1),)) == "(bihuan.figures.tests.test_statements.Foreign(number=1,),)"
    assert shape_text((frozenset({1}),)) is None
    assert shape_text((0.5,)) is None


def test_the_digest_covers_all_code_below_and_of_the_figures(tmp_path):
    sources = {path.relative_to(code.PACKAGE).as_posix() for path in code._sources()}
    assert {"figures/rules.py", "project_months/relation.py", "kit/months.py"} <= sources
    assert {"progress/kinds.py", "plans/places.py", "matters/kinds.py"} <= sources
    assert any(each.endswith(".yaml") for each in sources)
    assert not any(each.startswith(tuple(f"{app}/" for app in code.ABOVE)) for each in sources)


def test_any_change_of_the_code_or_its_libraries_is_another_digest(tmp_path):
    (tmp_path / "figures").mkdir()
    rules = tmp_path / "figures" / "rules.py"

    def digest():
        return code.code_digest.__wrapped__()

    with patch.object(code, "PACKAGE", tmp_path):
        found = [digest()]
        for text in ("A = 1", "A = 2"):
            rules.write_text(text)
            found.append(digest())
        rules.rename(rules.with_name("kinds.py"))
        found.append(digest())
        with patch.object(code, "version", lambda library: "0"):
            found.append(digest())
        assert digest() == found[3]
    assert len(set(found)) == 5


def test_readings_cover_every_kind_of_column():
    compiled = compile_shape(EXPRESSION, "sqlite", ASKED, pretty=False)
    assert compiled.readings == (Reading.WHOLE,)
    row = replace(compiled, names=tuple("abcde"), readings=tuple(Reading)).rows(
        [(1.0, 1, "2024-03-01 00:00:00", "2024-03-01 16:00:00", "x"), (None,) * 5]
    )
    assert [str(each) for each in row[0].values()] == [
        *("1", "True", "2024-03-01", "2024-03-01 16:00:00+00:00", "x"),
    ]
    assert set(row[1].values()) == {None}
