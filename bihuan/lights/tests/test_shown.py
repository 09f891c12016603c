"""The light that is shown, and its reasons: those of whoever made it."""

import pytest

from bihuan.lights.queries import headlines, reasons_shown, shown_lights
from bihuan.lights.wording import said
from bihuan.progress.tests.factories import MARCH

from .factories import (
    TODAY,
    give_commander_light,
    give_inspector_light,
    lift,
    make_commanded,
    make_silent,
)

pytestmark = pytest.mark.django_db


def why(project):
    return [
        said(reason).sentence for reason in reasons_shown(MARCH, TODAY, [project.pk])[project.pk]
    ]


def test_a_commanders_red_is_explained_by_the_commander_not_by_the_machines_green():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red", reason="征地未完，塔吊1200")
    (told,) = why(project)
    assert f"红灯（{commander}）：征地未完，塔吊1200" in told
    assert "指挥长灯" in told
    assert "2024年3月" in told


def test_a_commanders_red_without_a_reason_says_so():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red", reason="")
    (told,) = why(project)
    assert "未说明理由" in told


def test_an_inspectors_red_is_explained_by_the_visit():
    project, _commander = make_commanded()
    give_inspector_light(project, "red", reason="")
    (told,) = why(project)
    assert "督查灯" in told
    assert "调研2024-03-15" in told


def test_the_machines_own_clauses_explain_its_red():
    project, commander = make_silent()
    give_commander_light(project, commander, "yellow", reason="资料已补")
    (told,) = why(project)
    assert "2024年3月28日" in told


def test_all_who_made_it_are_heard():
    project, commander = make_silent()
    give_commander_light(project, commander, "red", reason="无人到岗")
    machine, person = why(project)
    assert "2024年3月28日" in machine
    assert "无人到岗" in person


def test_a_lifted_light_says_who_lifted_it_and_what_it_would_be():
    project, commander = make_commanded()
    give_commander_light(project, commander, "red", reason="征地未完")
    lifted = lift(project)
    first, second = why(project)
    assert str(lifted.by) in first
    assert "已约谈，四月补齐" in first
    assert "征地未完" in second


def test_shown_lights_are_the_headlines_of_the_year():
    made = [make_commanded() for _each in range(4)]
    give_commander_light(*made[0], "red")
    give_inspector_light(made[1][0], "yellow")
    give_commander_light(*made[2], "red")
    lift(made[2][0])
    projects = [project.pk for project, _commander in made]
    strips, shown = headlines(2024, TODAY), shown_lights(2024, TODAY, projects)
    for pk in projects:
        for number in range(1, 13):
            light = shown[pk].get(number)
            colour = light.headline.colour if light else None
            assert colour == strips[pk].headline.colour(number)
            assert (light.three if light else strips[pk].three(number)) == strips[pk].three(number)


def test_reasons_take_three_queries_more_than_verdicts(django_assert_num_queries):
    made = [make_commanded() for _each in range(3)]
    for project, commander in made:
        give_commander_light(project, commander, "red")
        give_inspector_light(project, "red")
    with django_assert_num_queries(13):
        shown_lights(2024, TODAY, [project.pk for project, _commander in made])
