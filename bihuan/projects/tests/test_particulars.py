"""The catalogue of particulars, and that each of its entries is all that a particular needs."""

from decimal import Decimal
from typing import Any

import pytest

from bihuan.projects import schemas
from bihuan.projects.describing import facts
from bihuan.projects.forms import ProjectForm
from bihuan.projects.models import Project
from bihuan.projects.particular import NumberLimits, Particular
from bihuan.projects.particulars import BY_NAME, CATALOGUE, IN_LEDGER, problems

KEPT_ELSEWHERE = {
    "id",
    "name_key",  # from the name
    "pinyin",
    "state",  # by moves
    "started_on",  # by clocks
    "permit_on",
    "finished_on",
    "in_use_on",
    "merged_into",
    "edition",
}
LIMITED = [each for each in CATALOGUE if each.limits]


def problem_of(each: Particular, value: Any) -> str:
    return problems({"name": "人民公园", each.name: value}).get(each.name, "")


def test_every_column_of_a_project_is_a_particular_or_changes_by_an_action_of_its_own() -> None:
    columns = {column.name for column in Project._meta.concrete_fields}
    assert columns - KEPT_ELSEWHERE == BY_NAME.keys()


def test_every_particular_is_typed_on_one_card_of_the_form() -> None:
    form = ProjectForm()
    typed = [field.name for _title, fields in form.groups() for field in fields]
    beside = ("coordinates_in", "themes")
    assert sorted(typed) == sorted([*BY_NAME, *beside])


def test_every_particular_goes_in_and_out_over_http() -> None:
    names = {f"{each.name}_id" if each.is_reference else each.name for each in CATALOGUE}
    for shape in (schemas.ProjectIn, schemas.ProjectPatch, schemas.ProjectOut):
        assert names <= shape.model_fields.keys()


def test_the_page_tells_what_the_catalogue_says_it_shows() -> None:
    shown = [each for each in CATALOGUE if each.on_page]
    project = Project(**{each.name: each.blank for each in shown if not each.is_reference})
    assert len(facts(project)) == len(shown)
    assert not any(fact.text for fact in facts(project))


def test_no_two_particulars_stand_under_one_heading() -> None:
    headings = [alias for each in IN_LEDGER.values() if each.cells for alias in each.cells.aliases]
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("each", LIMITED, ids=lambda each: each.name)
def test_limits_are_believable_and_what_lies_beyond_is_not(each: Particular) -> None:
    assert each.limits is not None
    assert not problem_of(each, None)
    assert not problem_of(each, each.limits.least)
    assert not problem_of(each, each.limits.most)
    assert each.label in problem_of(each, each.limits.least - 1)
    assert each.label in problem_of(each, each.limits.most + 1)


@pytest.mark.parametrize("each", CATALOGUE, ids=lambda each: each.name)
def test_a_number_has_limits_or_a_rule(each: Particular) -> None:
    """A column holds so many digits: what is beyond them must be refused in a sentence."""
    if each.column.get_internal_type() in ("DecimalField", "BigIntegerField", "IntegerField"):
        beside = [other for other in CATALOGUE if each.name in other.beside]
        assert each.limits or each.rule or any(other.rule for other in beside)


@pytest.mark.parametrize("each", LIMITED, ids=lambda each: each.name)
def test_what_is_believable_fits_its_column(each: Particular) -> None:
    limits, column = each.limits or NumberLimits(0, 0), each.column
    assert column.clean(Decimal(limits.most), None) == limits.most
