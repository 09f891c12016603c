"""Projects on the map: by light, with legend, list and what has no place."""

import json
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.cached import clear_caches
from bihuan.kit.months import Month
from bihuan.lights.queries import distribution, lights
from bihuan.lights.tests.factories import AFTER_GRACE, TODAY, make_commanded, make_reported
from bihuan.progress.tests.factories import make_listed, make_reporter
from bihuan.projects.boundary import INVENTED
from bihuan.projects.kinds import ProjectState
from bihuan.projects.models import District, Project

pytestmark = pytest.mark.django_db
MAP, MARCH = reverse("wall_charts:map"), Month(2024, 3)
IN_TOWN: dict[str, Any] = {
    "longitude": Decimal("109.97"),
    "latitude": Decimal("27.55"),
    "place": "鹤城区城中街道",
}


@pytest.fixture(autouse=True)
def _after_march():
    District.objects.create(pk=1, name="试验区", year=2024, invented=True)
    with time_machine.travel(AFTER_GRACE, tick=False):
        yield


def seen(client=None, **asked):
    return (client or signed_in()).get(MAP, {"month": "3", **asked})


def legend(answer):
    return {line.colour: line.count for line in answer.context["legend"]}


def make_all_kinds():
    """A green and a grey project with a place, a red one and one that was given up without."""
    green = make_reported(completed_yuan=3_000_000, **IN_TOWN)
    make_reported(completed_yuan=10_000)
    make_listed(**IN_TOWN)
    gone = make_listed()
    Project.objects.filter(pk=gone.pk).update(state=ProjectState.CANCELLED)
    clear_caches()
    return green


def test_the_legend_counts_what_the_page_of_lights_counts():
    make_all_kinds()
    user = make_user()
    expected = distribution(lights(user, MARCH, today=TODAY))
    found = legend(seen(signed_in(user)))
    assert found == expected
    assert sum(found.values()) == 3


def test_the_legend_counts_what_each_reader_may_see():
    _project, commander = make_commanded()
    make_all_kinds()
    expected = distribution(lights(commander, MARCH, today=TODAY))
    answer = seen(signed_in(commander))
    assert legend(answer) == expected
    assert [each.row.name for each in answer.context["seen"].projects] == [_project.name]


def test_a_stranger_sees_no_mark_and_no_popup():
    project = make_all_kinds()
    stranger = signed_in(make_reporter())
    assert project.name not in seen(stranger).text
    assert stranger.get(reverse("wall_charts:popup", args=[project.pk])).status_code == 404


def test_what_has_no_place_is_counted_listed_and_can_be_given_one():
    make_all_kinds()
    bare = Project.objects.get(longitude=None, state="preparation")
    answer = seen()
    assert [each.row.pk for each in answer.context["seen"].unplaced] == [bare.pk]
    assert "未标注位置1个" in answer.text
    assert reverse("projects:edit", args=[bare.pk]) in answer.text
    reader = seen(signed_in(make_user(role=Role.SUPERVISOR)))
    assert reverse("projects:edit", args=[bare.pk]) not in reader.text


def test_a_light_narrows_the_marks_and_leaves_the_legend():
    make_all_kinds()
    every, red = seen(), seen(light="red")
    assert legend(red) == legend(every)
    assert {each.row.counts_as for each in red.context["seen"].projects} == {"red"}


def test_each_mark_is_drawn_by_the_server_with_shape_number_and_words():
    green = make_all_kinds()
    answer = seen()
    number = next(e.number for e in answer.context["seen"].projects if e.row.pk == green.pk)
    assert answer.text.count('class="map-mark"') == 2
    assert f"<title>{number} {green.name}；绿灯" in answer.text
    assert len(answer.context["markers"]) == 2


def test_the_list_stands_by_township():
    make_all_kinds()
    groups = [(each.name, len(each.projects)) for each in seen().context["seen"].townships]
    assert groups == [("城中街道", 2), ("", 1)]


def test_a_popup_tells_light_reason_and_amounts():
    make_all_kinds()
    bare = seen().context["seen"].unplaced[0].row
    answer = signed_in().get(reverse("wall_charts:popup", args=[bare.pk]), {"month": "3"})
    assert f'data-colour="{bare.counts_as}"' in answer.text
    assert "总投资" in answer.text
    assert answer.context["reasons"]


def test_an_invented_boundary_says_so_and_others_never_get_it():
    make_all_kinds()
    assert "均为虚构" in seen().text
    District.objects.update(invented=False)
    answer = seen()
    assert answer.context["boundary"] is None
    assert "尚未设置本区界线" in answer.text


def test_a_bad_boundary_is_named_and_takes_no_page_away(tmp_path, monkeypatch):
    make_all_kinds()
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / "presets").mkdir()
    file = tmp_path / "presets" / "boundary.geojson"
    told = json.loads(INVENTED.read_text("utf-8"))
    told["features"][0]["geometry"]["coordinates"][0][3] = [27.55, 109.97]
    file.write_text(json.dumps(told), "utf-8")
    answer = seen()
    assert answer.status_code == 200
    assert str(file) in answer.text
    assert "features[1].geometry.coordinates[1][4]" in answer.text
    assert answer.text.count('class="map-mark"') == 2


def test_of_too_many_the_worst_are_shown_and_the_rest_is_told(monkeypatch):
    make_all_kinds()
    monkeypatch.setattr("bihuan.wall_charts.queries.project_map.MOST", 1)
    answer = seen()
    assert [each.row.counts_as for each in answer.context["seen"].projects] == ["red"]
    assert sum(legend(answer).values()) == 3
    assert "还有2个" in answer.text


def test_queries_do_not_grow_with_projects(django_assert_max_num_queries):
    client = signed_in()
    make_all_kinds()
    seen(client)
    for _round in range(2):
        clear_caches()
        with django_assert_max_num_queries(65):
            seen(client)
        for _each in range(5):
            make_listed(**IN_TOWN)


@pytest.mark.django_db(transaction=True)
def test_a_map_seen_before_asks_little(django_assert_max_num_queries):
    make_all_kinds()
    client = signed_in()
    clear_caches()
    seen(client)
    with django_assert_max_num_queries(10):
        seen(client)
