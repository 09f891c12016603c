"""What `docs/security.md` says is there: each cited test and file, each number, each count."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from .house import ROOT, tree

pytestmark = pytest.mark.once
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NUMBERS = (ROOT / "tests" / "asvs-4.0.3-level-2.txt").read_text(encoding="utf-8").split()
COLUMNS = 4
STATES = {"held", "not held", "not ours"}
ITEMS = ("abcd", "abcdefg", "abcd", "abcdef", "", "", "ab", "ab", "abc", "ab", "ab")
CLAUSES = [
    f"8.1.4.{number}" + (f" {letter})" if letter else "")
    for number, letters in enumerate(ITEMS, start=1)
    for letter in letters or [""]
]
ROW = re.compile(
    r"^\| (8\.1\.4\.\d+(?: \w\))?|\d+\.\d+\.\d+) +\| ([^|]*?) +\| [^|]+ \| (.+) \|$", re.M
)
TEST = re.compile(r"`([\w/.]+\.py)::([\w:]+)`")
FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.(?:py|js|json|toml|md|txt))`")
READ = re.compile(r"\b[Bb]y reading: `")
ROWS: list[tuple[str, str, str]] = ROW.findall(TEXT)
STANDARDS = {"8.1.4": CLAUSES, "All": NUMBERS}


def rows_of(wanted: list[str]) -> list[tuple[str, str, str]]:
    return [row for row in ROWS if row[0] in set(wanted)]


@pytest.mark.parametrize("wanted", STANDARDS.values(), ids=STANDARDS)
def test_each_number_of_a_standard_stands_there_once(wanted):
    told = Counter(number for number, _state, _why in rows_of(wanted))
    assert told == Counter(wanted)


def test_no_number_stands_there_that_no_standard_has():
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d+\.\d+\.\d", line)]
    assert len([line for line in lines if line.count(" | ") == COLUMNS - 1]) == len(ROWS)
    assert len(ROWS) == len(NUMBERS) + len(CLAUSES)


def test_a_state_is_one_of_three_and_gives_its_reason():
    assert {state for _number, state, _why in ROWS} <= STATES
    bare = [number for number, state, why in ROWS if state == "held" and not _is_proved(why)]
    assert not bare, "held by no test and no file"


def test_chapters_hold_their_own_numbers():
    for part in TEXT.split("\n### V")[1:]:
        chapter = part.split(" ", 1)[0]
        wanted = [number for number in NUMBERS if number.split(".")[0] == chapter]
        table = part.split("\n## ")[0]
        assert [row[0] for row in ROW.findall(table)] == wanted, f"V{chapter}"


def test_each_cited_test_is_there():
    cited = set(TEST.findall(TEXT))
    assert TEXT.count("::") == sum(name.count("::") + 1 for _path, name in TEST.findall(TEXT))
    gone = sorted(f"{path}::{name}" for path, name in cited if name not in _tests_in(path))
    assert not gone


def test_each_file_that_was_read_is_there():
    gone = sorted({path for path in FILE.findall(TEXT) if not (ROOT / path).exists()})
    assert not gone


@pytest.mark.parametrize("start", STANDARDS)
def test_the_counts_are_those_of_the_tables(start):
    told = Counter(_kind(state, why) for _number, state, why in rows_of(STANDARDS[start]))
    (line,) = [each for each in TEXT.splitlines() if each.lstrip("*").startswith(f"{start} ")]
    kinds = ("held by a test", "held by reading", "not held", "not ours")
    assert ", ".join(f"{kind} {told[kind]}" for kind in kinds) in line


def _is_proved(why: str) -> bool:
    return bool(TEST.search(why) or READ.search(why))


def _kind(state: str, why: str) -> str:
    if state != "held":
        return state
    return "held by reading" if READ.search(why) else "held by a test"


def _tests_in(path: str) -> set[str]:
    """Return the names of a file's tests, those of a class as `Class::test`; none of no file."""
    file: Path = ROOT / path
    if not file.exists():
        return set()
    top = tree(file).body
    classes = [node for node in top if isinstance(node, ast.ClassDef)]
    inside = {f"{each.name}::{name}" for each in classes for name in _functions(each.body)}
    return {
        name for name in {*_functions(top), *inside} if name.split("::")[-1].startswith("test_")
    }


def _functions(body: list[ast.stmt]) -> list[str]:
    return [node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
