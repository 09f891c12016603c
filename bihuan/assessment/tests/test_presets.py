"""The schemes that are shipped: each reads, and each of its cases comes out as it says."""

import pytest

from bihuan.assessment.presets import scheme_cases, scheme_presets
from bihuan.projects.kinds import ProjectClass

CASES = [
    pytest.param(case, id=f"{name}: {case.title}")
    for name, cases in scheme_cases().items()
    for case in cases
]


@pytest.mark.parametrize("case", CASES)
def test_a_case_comes_out_as_it_says(case):
    worked = case.worked(scheme_presets()[case.preset].on(case.day))
    assert worked.is_met, (worked.verdict, worked.reasons, worked.expected)


def test_every_scheme_has_cases_on_each_of_its_sheets():
    for name, dated in scheme_presets().items():
        tried = {case.sheet for case in scheme_cases()[name]}
        assert tried == {sheet.id for sheet in dated.latest.sheets}, name


def test_the_default_scheme_scores_every_class():
    classes = [
        kind for sheet in scheme_presets()["default"].latest.sheets for kind in sheet.classes
    ]
    assert sorted(classes) == sorted(ProjectClass)


def test_every_item_has_the_offices_words_and_a_clause_of_its_own():
    for dated in scheme_presets().values():
        for sheet in dated.latest.sheets:
            assert all(item.text and item.title for item in sheet.items)
            assert len({item.clause for item in sheet.items}) == len(sheet.items)
