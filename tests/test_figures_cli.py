"""`bihuan figures` and `bihuan rows`, as another programme reads them."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from bihuan.figures.tests.factories import WAN, accept_month, make_listed
from bihuan.kit.errors import Refusal

pytestmark = pytest.mark.django_db


def output_of(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def _district():
    accept_month(make_listed(planned_yuan=300 * WAN), 100 * WAN)


@pytest.mark.usefixtures("_district")
def test_figures_are_exact_decimals_with_their_unit_rows_and_definition():
    found = {each["id"]: each for each in json.loads(output_of("figures", "--year=2024", "--json"))}
    completed, rate = found["completed.all"], found["plan_completion.all"]
    assert (completed["value"], completed["unit"], completed["rows"]) == ("1000000", "yuan", 1)
    assert (rate["value"], rate["unit"], rate["denominator"]) == ("33.33", "percent", "3000000")
    assert all(each["label"] and each["definition"] for each in found.values())
    assert found["statistics_share"]["value"] is None


@pytest.mark.usefixtures("_district")
def test_the_rows_of_a_figure_add_up_to_it():
    (row,) = json.loads(output_of("rows", "completed.all", "--year=2024", "--json"))
    assert (row["value"], row["month"]) == (1_000_000, "2024-03")
    (row,) = json.loads(output_of("rows", "plan_completion.all", "--month=2024-03", "--json"))
    assert (row["numerator"], row["denominator"]) == (1_000_000, 3_000_000)


@pytest.mark.usefixtures("_district")
def test_people_read_a_line_for_each():
    assert "plan_completion.all\t33.33\tpercent" in output_of("figures", "--year=2024")
    assert "\t1000000\t" in output_of("rows", "completed.all", "--year=2024")
    assert "1000000/3000000" in output_of("rows", "plan_completion.all", "--year=2024")


@pytest.mark.usefixtures("_district")
def test_some_projects_alone_are_asked_for():
    make_listed(sector="ecology", planned_yuan=200 * WAN)
    of_ecology = ("--year=2024", "--only=sector=ecology", "--json")
    found = {each["id"]: each for each in json.loads(output_of("figures", *of_ecology))}
    assert (found["planned.all"]["value"], found["completed.all"]["value"]) == ("2000000", None)
    (row,) = json.loads(output_of("rows", "planned.all", *of_ecology))
    assert row["value"] == 2_000_000


@pytest.mark.usefixtures("_district")
def test_a_figure_says_to_which_month_and_against_which_plan():
    (count, *_more) = json.loads(output_of("figures", "--year=2024", "--basis=current", "--json"))
    assert (count["month"], count["basis"]) == ("2024-03", "current")


def test_without_a_year_it_is_the_districts_or_this_one():
    with time_machine.travel(datetime(2025, 3, 1, tzinfo=UTC)):
        assert "count.all\t0" in output_of("figures")


@pytest.mark.usefixtures("_district")
def test_every_figure_stands_beside_what_it_is_compared_with():
    asked = ("figures", "--month=2024-03", "--compare=plan", "--json")
    found = {each["id"]: each for each in json.loads(output_of(*asked))}
    completed = found["completed.all"]
    assert (completed["compared"], completed["difference"]) == ("750000", "250000")
    assert completed["growth"] == "33.33"
    last_year = ("figures", "--month=2024-03", "--compare=last-year", "--json")
    found = {each["id"]: each for each in json.loads(output_of(*last_year))}
    assert found["completed.all"]["compared"] is found["completed.all"]["growth"] is None
    assert found["completed.all"]["comparison_note"]
    assert "\t750000\t250000\t33.33" in output_of(*asked[:-1])


@pytest.mark.usefixtures("_district")
def test_why_a_figure_changed_is_told_by_cause():
    asked = ("figures", "--why=completed.all", "--month=2024-03", "--since=2024-02")
    found = json.loads(output_of(*asked, "--json"))
    assert found["difference"] == "1000000"
    assert {part["cause"]: part["value"] for part in found["parts"]}["progress"] == "1000000"
    assert "1000000\tprogress" in output_of(*asked)
    late = ("figures", "--why=completed.all", "--month=2024-03", "--known-then=2024-03-23")
    assert "1000000\tlate_reports" in output_of(*late)


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "--why=completed.all", "--month=2024-03", "--since=2023-12"),
        ("figures", "--why=completed.all", "--month=2024-03", "--known-then=yesterday"),
        ("figures", "--why=completed.all", "--month=2024-03", "--known-then=2024-01-01"),
        ("figures", "--why=speed", "--month=2024-03", "--since=2024-02"),
        ("figures", "--year=12"),
        ("figures", "--month=2024-13"),
        ("figures", "--year=2023", "--month=2024-03"),
        ("rows", "nothing.all", "--year=2024"),
        ("figures", "--year=2024", "--only=nonsense=1"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_a_sentence(words):
    with pytest.raises(Refusal):
        output_of(*words)
