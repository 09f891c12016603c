"""The project's own tools, where a silent fault would hide others."""

import gettext
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools import messages
from tools.postgres import binaries
from tools.setup import _reason
from tools.suite import SuiteRun, _verdict
from tools.system import SystemPackage, sentence

from .house import ROOT

pytestmark = pytest.mark.once
COMPLETE = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(tmp_path, text):
    path = tmp_path / "django.po"
    path.write_text(COMPLETE + text, "utf-8")
    return path


def faults(tmp_path, text):
    return list(messages._faults("app", catalogue(tmp_path, text)))


def test_a_translated_string_is_no_fault(tmp_path):
    assert faults(tmp_path, 'msgid "Project"\nmsgstr "项目"\n') == []


def test_an_untranslated_string_is_named(tmp_path):
    assert faults(tmp_path, 'msgid "Project"\nmsgstr ""\n') == ["app: missing: Project"]


def test_a_guessed_translation_is_named(tmp_path):
    assert faults(tmp_path, '#, fuzzy\nmsgid "Project"\nmsgstr "项"\n') == ["app: fuzzy: Project"]


def test_a_translation_that_nothing_uses_is_named(tmp_path):
    assert faults(tmp_path, '#~ msgid "Gone"\n#~ msgstr "没了"\n') == ["app: obsolete: Gone"]


def test_a_translation_that_lost_a_value_is_named(tmp_path):
    told = faults(tmp_path, '#, python-format\nmsgid "%(a)s left"\nmsgstr "剩下"\n')
    assert told == ["app: wrong: its values differ: %(a)s left"]


def test_new_words_are_put_among_the_old_ones_without_moving_these():
    old, new, other = (f'msgid "{each}"\nmsgstr ""' for each in ("Old", "New", "Other"))
    before = COMPLETE + f"{other}\n\n{old}\n"
    fresh = COMPLETE + f"#, python-format\n{old}\n\n{new}\n\n{other}\n"
    assert messages.in_former_order(before, fresh) == (
        f"{other}\n\n#, python-format\n{old}\n\n{new}\n"
    )
    assert messages.in_former_order("", fresh).index(new) < messages.in_former_order(
        "", fresh
    ).index(other)


def test_a_compiled_catalogue_is_read_by_gettext(tmp_path):
    source = catalogue(tmp_path, 'msgid "Project"\nmsgstr "项目"\n')
    messages.compile_catalogue(source)
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Project") == "项目"


def test_a_catalogue_is_compiled_again_only_when_it_changed(tmp_path):
    source = catalogue(tmp_path, 'msgid "Project"\nmsgstr "项目"\n')
    messages.compile_catalogue(source)
    compiled = source.with_suffix(".mo")
    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    messages.compile_catalogue(source)
    assert compiled.stat().st_mtime == 2_000_000_000


def test_what_is_missing_is_said_in_one_sentence():
    missing = [
        SystemPackage("chromium", found=False, without="browser tests"),
        SystemPackage("gettext", found=False, without="strings"),
    ]
    assert sentence(missing) == (
        "Not installed, so not run: chromium (browser tests), gettext (strings)."
    )


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("", "no reason given"),
        ("one\ntwo\n", "two"),
        ("ERROR: no such package\nhint: look\n", "ERROR: no such package"),
    ],
)
def test_a_failed_step_of_set_up_gives_its_reason(output, reason):
    assert _reason(output) == reason


@pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed")
def test_a_server_of_our_own_is_gone_afterwards():
    said = subprocess.run(
        [sys.executable, "-m", "tools.postgres", "run", "--", sys.executable, "-c", CONNECT],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert said.returncode == 7, said.stderr
    folder = said.stdout.strip()
    assert folder.startswith("/")
    assert not Path(folder).exists()


CONNECT = """
import os, sys, psycopg
with psycopg.connect(os.environ["DATABASE_URL"]) as server:
    print(server.execute("show data_directory").fetchone()[0])
sys.exit(7)
"""


def test_the_last_line_of_a_run_says_what_passed_and_what_did_not_run():
    runs = [
        SuiteRun("SQLite", 0, 170.6),
        SuiteRun("PostgreSQL", 5, 1.2),
    ]  # 5: no test was asked for
    assert _verdict(runs, "") == (
        "All tests passed: SQLite passed in 171 s, PostgreSQL passed in 1 s."
    )
    missing = sentence(
        [SystemPackage("postgresql", found=False, without="the suite on PostgreSQL")]
    )
    told = _verdict([SuiteRun("SQLite", 1, 9)], missing)
    assert told.startswith("Some tests FAILED: SQLite FAILED in 9 s.")
    assert told.endswith("not run: postgresql (the suite on PostgreSQL).")


def test_the_lock_holds_every_requirement_at_a_version_that_is_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = [each for group in project["dependency-groups"].values() for each in group]
    optional = [
        each for extra in project["project"]["optional-dependencies"].values() for each in extra
    ]
    wanted = [
        Requirement(each)
        for each in [*project["project"]["dependencies"], *optional, *groups]
        if isinstance(each, str)
    ]
    lines = (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()
    locked = {}
    for pinned in map(Requirement, lines):
        locked.setdefault(canonicalize_name(pinned.name), []).append(pinned.specifier)
    for requirement in wanted:
        versions = locked[canonicalize_name(requirement.name)]
        exact = [str(version).removeprefix("==") for version in versions]
        assert all(requirement.specifier.contains(each) for each in exact), requirement


@pytest.mark.parametrize("folder", ["bench", "tools"])
def test_programmes_held_as_text_import_what_there_is(folder):
    """They run in processes of their own, so that nothing else reads what they name."""
    for path in (ROOT / folder).glob("*.py"):
        for line in re.findall(
            r"^from bihuan[\w.]* import [\w, ]+$", path.read_text("utf-8"), re.M
        ):
            exec(line, {})
