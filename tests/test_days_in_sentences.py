"""A day on a page is written as the reader's language writes it, never as 2026-12-09."""

import ast
import re
from pathlib import Path

from .cells import every
from .house import TEMPLATES, name

ROOT = Path(__file__).parents[1] / "bihuan"
DAY = re.compile(r"(^|_)(on|day|until|since|today)$")
"""Names that hold a day."""
AS_STORED = re.compile(r"\.isoformat\(|%Y-%m-%d")
AS_TYPED = ("kit/preset_reader.py", "kit/dates.py", "carry_over/rules.py")
"""Where a day is quoted from a file or cell, or was written out already."""
FORMATTED = re.compile(r'\|date:"Y-m[^"]*"|\{% now "Y-m[^"]*"')
ATTRIBUTE = re.compile(r'="[^"<>]*\{\{[^{}]*$|\?\w+=\{\{[^{}]*$|\{% url [^%]*$')
FILES = [
    path
    for path in ROOT.rglob("*.py")
    if path.relative_to(ROOT).as_posix() not in AS_TYPED
    and not {"tests", "migrations"} & {*path.parts}
]


def said(node: ast.AST) -> ast.expr | None:
    """Return what is put into a translated sentence, if the node makes one."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        called = node.left.func if isinstance(node.left, ast.Call) else None
        if isinstance(called, ast.Name) and called.id.endswith("gettext"):
            return node.right
    return None


def bare_days(source: str) -> list[str]:
    """Return the days that are put into sentences as the machine writes them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        put = said(node)
        if put is None:
            continue
        values = put.values if isinstance(put, ast.Dict) else [put]
        if isinstance(put, ast.Tuple):
            values = put.elts
        for value in values:
            name = getattr(value, "attr", getattr(value, "id", ""))
            is_bare = DAY.search(name) and not isinstance(value, ast.Call)
            if is_bare or AS_STORED.search(ast.unparse(value)):
                found.append(f"{value.lineno}: {ast.unparse(value)}")
    return found


@every("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_bears_a_day_as_the_machine_writes_it(path):
    assert bare_days(path.read_text("utf-8")) == []


def test_the_search_finds_them():
    assert bare_days('gettext("due on %s") % matter.due_on') == ["1: matter.due_on"]
    assert bare_days('gettext("%(a)s") % {"a": today}') == ["1: today"]
    assert bare_days('gettext("due on %s") % latest.isoformat()') == ["1: latest.isoformat()"]
    assert bare_days('gettext("due on %s") % long_day(matter.due_on)') == []


def days_as_stored(page: str) -> list[str]:
    """Return the days that a template shows as the machine writes them. In an attribute (of a
    field, of an address) the machine reads them.
    """
    return [
        found[0] for found in FORMATTED.finditer(page) if not ATTRIBUTE.search(page[: found.end()])
    ]


@every("path", TEMPLATES, ids=name)
def test_no_page_bears_a_day_as_the_machine_writes_it(path):
    assert days_as_stored(path.read_text("utf-8")) == []


def test_the_search_finds_those_of_pages():
    assert days_as_stored('<td>{{ each.on|date:"Y-m-d" }}</td>') == ['|date:"Y-m-d"']
    assert days_as_stored('<time datetime="{{ on|date:"Y-m-d" }}">{{ on|day }}</time>') == []
    assert days_as_stored('<a href="?on={{ on|date:"Y-m-d" }}">{{ on|day }}</a>') == []
