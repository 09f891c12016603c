"""Tests of the house itself: the habits we want to keep without having to remember them."""

import ast
import re
from functools import cache

import pytest
from django.apps import apps
from django.db import models

from .cells import every
from .house import (
    CODE,
    OTHERS,
    PACKAGE,
    PRODUCT,
    STYLES,
    TESTS,
    calls,
    functions,
    holds,
    name,
    nodes,
    tree,
    written_out,
)

pytestmark = pytest.mark.once
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
ACTIONS = [p for p in PRODUCT if holds(p, "actions") and p.name != "__init__.py"]
TOOLS_OF_ACTIONS = (PACKAGE / "audit" / "log.py", PACKAGE / "kit" / "bulk_undo.py")
READ_THE_CLOCK = ("views", "api", "commands", "site")
TIMELESS = [p for p in PRODUCT if not any(holds(p, kind) for kind in READ_THE_CLOCK)]
CONVERSIONS = {"timezone.localtime", "timezone.localdate"}  # of a moment that is given
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time"}
WRITE_ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
BULK_VERBS = {"insert", "insert_all", "update_all", "remove", "restore"}
VAGUE = {"amount", "amt", "data", "date2", "flag", "info", "obj", "tmp", "proj", "org", "dept"}
EXCUSES = re.compile(r"#\s*(?:type: ignore|noqa|pragma: no cover)[^#\n]*$", re.MULTILINE)
WRITES_IN_SQL = re.compile(r"\s*(UPDATE|INSERT INTO|DELETE FROM)\s", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b|raise NotImplementedError|mark\.(?:skip|xfail)\b")


@every("path", CODE + OTHERS + STYLES, ids=name)
def test_files_stay_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@every("path", PRODUCT, ids=name)
def test_functions_stay_short(path):
    long = [f.name for f in functions(path) if _is_long(f)]
    assert not long


def _is_long(function):
    """Count lines as they are without comments; half of them written are never too many."""
    lines = function.end_lineno - function.lineno
    return (
        lines > LONGEST_FUNCTION // 2 and len(written_out(function).splitlines()) > LONGEST_FUNCTION
    )


@every("path", ACTIONS, ids=name)
def test_actions_take_keywords_only_and_say_who_acts(path):
    for function in _public(path):
        taken = function.args
        acts = any(_writes(c) or written_out(c.func) == "record" for c in _calls_in(function))
        if "by" in _arguments(function):
            assert not taken.args + taken.posonlyargs, f"{function.name} takes arguments by place"
        else:
            assert not acts, f"{function.name} writes and does not say who acts"


@every("path", ACTIONS, ids=name)
def test_actions_ask_permission_before_they_write(path):
    for action in (f for f in _public(path) if _acts_for_a_person(f)):
        asked = [c.lineno for c in _calls_in(action) if written_out(c.func) in _askers(path)]
        written = [c.lineno for c in _calls_in(action) if _writes(c)]
        assert asked, f"{action.name} never asks"
        assert not written or min(asked) < min(written), action.name


@every("path", TIMELESS, ids=name)
def test_the_domain_never_looks_at_the_clock(path):
    converted = {c.func for c in calls(path) if c.args and written_out(c.func) in CONVERSIONS}
    looks = {
        written_out(node)
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and node not in converted
        if written_out(node.value) in {"timezone", "datetime", "date", "time", "dt", "dt.datetime"}
    }
    assert not looks


@every("path", PRODUCT, ids=name)
def test_rules_are_chosen_only_where_locked_months_are_known(path):
    dated = [
        written_out(c)
        for c in calls(path)
        if written_out(c.func).endswith("set_district")
        and {each.arg for each in c.keywords} & {"presets", "since"}
    ]
    assert not dated or name(path).endswith("progress/actions/choosing.py")


@every("path", [p for p in PRODUCT if p not in ACTIONS and p not in TOOLS_OF_ACTIONS], ids=name)
def test_only_actions_write(path):
    assert not [f"{c.lineno}: {written_out(c)}" for c in calls(path) if _writes(c)]


@every("path", PRODUCT, ids=name)
def test_an_app_writes_its_own_tables_only(path):
    """Others change them by calling its actions, also many rows at once and rows taken back."""
    foreign = _tables_of_others(path)
    written = {table for c in calls(path) for table in _written(c)}
    assert not written & foreign


@every("path", [p for p in PRODUCT if not holds(p, "kit")], ids=name)
def test_a_write_names_its_table(path):
    """What is found by its label, or is given as any row at all, could be another app's."""
    unknown = [written_out(c) for c in calls(path) if _writes(c) and _is_nameless(c)]
    for function in functions(path):
        any_row = {
            a.arg
            for a in [*function.args.args, *function.args.kwonlyargs]
            if a.annotation and written_out(a.annotation) in {"Model", "models.Model", "Any"}
        }
        unknown += [
            written_out(c)
            for c in _calls_in(function)
            if _writes(c) and written_out(c.func).partition(".")[0] in any_row
        ]
    assert not unknown


@every("path", PRODUCT, ids=name)
def test_nothing_happens_behind_the_back_of_an_action(path):
    imported = {node.module for node in nodes(path) if isinstance(node, ast.ImportFrom)}
    assert not {m for m in imported if m and (m.endswith(".signals") or m == "django.dispatch")}


@every("path", PRODUCT, ids=name)
def test_names_say_what_they_hold(path):
    named = {
        node.id
        for node in nodes(path)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    top = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
    named |= {a.arg for f in top for a in ast.walk(f.args) if isinstance(a, ast.arg)}
    assert not named & VAGUE  # a method's arguments may be named by the framework


@every("path", CODE + OTHERS, ids=name)
def test_every_excuse_to_a_tool_states_its_reason(path):
    source = path.read_text(encoding="utf-8")
    assert not EXCUSES.findall(source)


@every("path", [p for p in CODE if p.name != "test_house.py"], ids=name)
def test_nothing_is_left_unfinished(path):
    assert not UNFINISHED.findall(path.read_text(encoding="utf-8"))


@every("path", TESTS, ids=name)
def test_names_of_tests_are_sentences(path):
    alone = [f.name for f in tree(path).body if isinstance(f, ast.FunctionDef)]
    short = [name for name in alone if re.fullmatch(r"test_[^_]+(_[^_]+)?", name)]
    assert not short  # a method's sentence begins with the name of its class


def test_money_is_whole_yuan_and_nothing_is_a_float():
    for field in _our_fields():
        assert not isinstance(field, models.FloatField), field
        if field.name.endswith("_yuan"):
            assert isinstance(field, models.BigIntegerField), field


def test_migrations_have_names_that_people_gave_them():
    automatic = [p for p in PACKAGE.glob("**/migrations/0*.py") if "_auto_" in p.name]
    assert not automatic


def _our_fields():
    ours = [m for m in apps.get_models() if m.__module__.startswith("bihuan.")]
    return [field for model in ours for field in model._meta.get_fields()]


def _public(path):
    """What `actions.py` holds without an underscore, or what a package's `__init__` offers."""
    top = [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]
    door = path.parent / "__init__.py"
    offered = door.read_text(encoding="utf-8") if path.parent.name == "actions" else None
    return [
        f
        for f in top
        if not f.name.startswith("_") and (offered is None or f'"{f.name}"' in offered)
    ]


def _calls_in(function):
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def _arguments(function):
    return {a.arg: a.annotation for a in function.args.kwonlyargs + function.args.args}


def _acts_for_a_person(function):
    """False for what the clock does by itself: nobody's permission is asked then."""
    by = _arguments(function).get("by")
    return by is not None and "Actor" not in written_out(by)


@cache
def _askers(path):
    """Names of what asks permission: `require`, functions here that call it, other actions."""
    here = {f.name for f in functions(path) if "require" in map(_name_of, _calls_in(f))}
    imports = [n for n in nodes(path) if isinstance(n, ast.ImportFrom)]
    others = {a.name for n in imports if n.level or "actions" in (n.module or "") for a in n.names}
    return {"require"} | here | others


def _name_of(call):
    return written_out(call.func)


def _tables_of_others(path):
    """Names of models that the file takes from other apps."""
    own = f"bihuan.{path.relative_to(PACKAGE).parts[0]}."
    imports = [n for n in nodes(path) if isinstance(n, ast.ImportFrom) and not n.level]
    of_others = [
        n
        for n in imports
        if (n.module or "").startswith("bihuan.")
        and (n.module or "").endswith(".models")
        and not (n.module or "").startswith(own)
    ]
    return {alias.asname or alias.name for n in of_others for alias in n.names}


def _written(call):
    """Return the names of the tables that a call writes, as far as the call tells: of a verb on
    rows, or of the tables given to a bulk write.
    """
    if call.args and _name_of(call).rpartition(".")[2] in BULK_VERBS:
        return {written_out(given).partition(".")[0] for given in call.args}
    if not _writes(call):
        return set()
    return {written_out(call.func).partition(".")[0].partition("(")[0]}


def _is_nameless(call):
    """True if the call finds its table by a label or a row's own class."""
    found = written_out(call.func)
    return any(sign in found for sign in ("get_model(", "_meta.model", "type(", "__class__"))


def _writes(call):
    """True if the call looks like a write to the database."""
    if not isinstance(call.func, ast.Attribute):
        return False
    verb, on = call.func.attr, written_out(call.func.value)
    if verb in WRITE_ALWAYS:
        return True
    if verb in {"save", "delete", "asave", "adelete"}:
        return not call.args and "workbook" not in on
    if verb == "create":
        return bool(call.keywords) and not call.args
    rows = any(sign in on for sign in ("_manager", ".objects", "filter(", "exclude(", ".all()"))
    return verb == "update" and rows and not call.args


TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))


@every("path", TEMPLATES, ids=name)
def test_a_form_keeps_its_token_when_it_is_included(path):
    """`only` would leave the token behind, and the browser's form would be refused."""
    for included in re.findall(r'{% include "([^"]+)"[^%]* only %}', path.read_text("utf-8")):
        text = next(each.read_text("utf-8") for each in TEMPLATES if str(each).endswith(included))
        assert "csrf_token" not in text, f"{included} is included with `only`"


@every("path", [p for p in PRODUCT if p != PACKAGE / "kit" / "bulk.py"], ids=name)
def test_sql_that_writes_stands_in_one_place_where_it_is_noted(path):
    texts = [n.value for n in nodes(path) if isinstance(n, ast.Constant)]
    assert not [t for t in texts if isinstance(t, str) and WRITES_IN_SQL.match(t)]
