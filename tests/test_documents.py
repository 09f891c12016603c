"""What the documents say and what the code does are the same."""

import re

import pytest

from bihuan.lights.presets import light_presets
from tools.docs import pages

from .house import PACKAGE, PRODUCT, ROOT

CLAUSE = re.compile(r"\b[A-Z]{4,}-\d+\b")
LONGEST_DECISION = 40


def test_every_clause_in_code_is_documented_and_the_other_way_round():
    documented = {c for p in (ROOT / "docs" / "rules").glob("*.md") for c in _clauses(p)}
    presets = list(PACKAGE.rglob("*.yaml"))
    told = {each.clause for each in _clauses_of_lights()}
    cited = {c for p in [*PRODUCT, *presets] for c in _clauses(p)} - told
    assert not sorted(cited - documented), "cited in code, missing in docs/rules"
    assert not sorted(documented - cited), "documented, cited nowhere"


def test_a_clause_of_a_preset_is_told_in_the_preset_alone():
    assert [each.clause for each in _clauses_of_lights() if not each.text] == []
    told = {each.clause for each in _clauses_of_lights()}
    tables = {c for p in (ROOT / "docs" / "rules").glob("*.md") for c in _clauses(p)}
    assert not told & tables, "told again in docs/rules"


def test_a_clause_has_one_row():
    rows = [
        line.split("|")[1].strip()
        for path in (ROOT / "docs" / "rules").glob("*.md")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\|\s*[A-Z]{4,}-\d+", line)
    ]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_documents_drawn_from_code_are_up_to_date(path):
    assert path.read_text(encoding="utf-8") == pages()[path], "run `python -m tools.docs`"


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda p: p.stem)
def test_a_decision_fits_on_a_page(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_DECISION


def test_links_between_documents_lead_somewhere():
    broken = []
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken


def _clauses_of_lights():
    """Every clause that the shipped presets of the lights set."""
    steps = [step for dated in light_presets().values() for step in dated.steps]
    return [clause for _since, rules in steps for _class, clause in rules.every_clause()]


def _clauses(path):
    return CLAUSE.findall(path.read_text(encoding="utf-8"))
