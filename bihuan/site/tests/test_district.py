"""The district's settings: everybody reads them, who may change rules chooses among presets."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.log import record
from bihuan.audit.models import Event
from bihuan.kit.months import Month
from bihuan.kit.writing import one_writer
from bihuan.plans.curves import months_of
from bihuan.plans.tests.factories import make_list
from bihuan.progress.actions import lock_round, open_round
from bihuan.projects.actions import set_district
from bihuan.projects.kinds import Rules
from bihuan.projects.models import District, PresetChoice
from bihuan.projects.queries import chosen_presets
from bihuan.projects.tests.factories import NOW, make_project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)
IN_OCTOBER = datetime(2026, 10, 25, 2, tzinfo=UTC)
IN_NOVEMBER = datetime(2026, 11, 9, 2, tzinfo=UTC)
SAID = {
    "name": "鹤城区",
    "region_code": "431202",
    "year": "2024",
    "rounds": "guangxi",
    "curve": "june60_december120",
    "lights": "wuhan",
    "loop": "13710",
    "rounding": "truncate",
    "headline": "district",
    "needs": "district",
    "mechanisms": "five",
    "assessment": "yanan",
    "edition": 1,
}


def test_the_office_chooses_and_the_page_tells_who_chose_what() -> None:
    office = signed_in(make_user())
    assert office.post("/district/", SAID).status_code == 302
    stands = District.objects.get()
    held = chosen_presets(TODAY)
    assert (held[Rules.ROUNDS], held[Rules.CURVE]) == ("guangxi", "june60_december120")
    assert (held[Rules.LIGHTS], stands.rounding) == ("wuhan", "truncate")
    shown = office.get("/district/").content.decode()
    assert "次月前5个工作日内报送" in shown
    assert len(office.get("/district/").context["history"]) == 8
    again = office.post("/district/", {**SAID, "edition": stands.edition}, follow=True)
    assert "没有改动" in again.content.decode()
    assert Event.objects.filter(verb="district.set").count() == 1


def test_a_district_without_a_name_is_asked_for_it() -> None:
    answer = signed_in(make_user()).post("/district/", {**SAID, "name": " "})
    assert answer.status_code == 422
    assert "请填写区名" in answer.content.decode()
    assert "guangxi" in answer.content.decode()


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICE, Role.CONSOLE)])
def test_all_others_read_it_and_may_change_nothing(role: str) -> None:
    other = signed_in(make_user(role=role))
    shown = other.get("/district/")
    assert shown.status_code == 200
    assert 'name="rounds"' not in shown.content.decode()
    assert other.post("/district/", SAID).status_code == 403
    path = "/api/district"
    answer = other.patch(path, {"rounds": "guangxi"}, content_type="application/json")
    assert answer.status_code == 403
    assert District.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed"),
    [("rounds", "nowhere"), ("curve", ""), ("year", "1066"), ("rounding", "up")],
)
def test_what_no_preset_bears_is_refused_beside_its_field(field: str, typed: str) -> None:
    answer = signed_in(make_user()).post("/district/", {**SAID, field: typed})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not District.objects.exists()


def test_a_region_that_there_is_not_is_refused() -> None:
    answer = signed_in(make_user()).post("/district/", {**SAID, "region_code": "999999"})
    assert answer.status_code == 409
    assert "999999" in answer.content.decode()


def test_programmes_read_presets_and_choose_by_name() -> None:
    office = signed_in(make_user())
    offered = office.get("/api/district/presets").json()
    assert {*Rules.values, "rounding"} == offered.keys()
    names = [each["name"] for each in offered["curve"]]
    assert "june60_december120" in names
    told = office.patch("/api/district", {"rounds": "guangxi"}, content_type="application/json")
    assert (told.status_code, told.json()["rounds"]) == (200, "guangxi")
    assert office.get("/api/district").json()["curve"] == "linear"
    for wrong in ({"rounds": "nowhere"}, {"region_code": "999999"}, {"lights": ""}):
        answer = office.patch("/api/district", wrong, content_type="application/json")
        assert answer.status_code == 409
        assert answer.json()["message"]


def test_a_plan_without_a_curve_follows_the_district_s() -> None:
    office = signed_in(make_user())
    office.patch("/api/district", {"curve": "june60_december120"}, content_type="application/json")
    project, year = make_project(), make_list()
    said = {"list_id": year.pk, "project_id": project.pk, "planned_yuan": 1_000_000}
    office.post(
        "/api/plans/entries",
        {**said, "project_class": "construction"},
        content_type="application/json",
    )
    plan = project.entries.get().plans.get()
    assert plan.curve == "june60_december120"
    assert (months_of(plan)[5], months_of(plan)[11]) == (600_000, 1_200_000)
    form = office.get(f"/plans/lists/{year.pk}/enter/").context["form"]
    assert form["curve"].value() == "june60_december120"


def test_the_history_says_yes_and_no_and_not_what_a_programme_says() -> None:
    office = make_user()
    set_district(by=office, at=NOW, invented=True)
    (line,) = signed_in(office).get("/district/").context["history"]
    assert (line.old, line.new) == ("否", "是")


def test_the_second_who_saves_keeps_what_was_chosen_and_sees_the_difference() -> None:
    first, second = make_user(), signed_in(make_user())
    assert 'name="edition" value="1"' in second.get("/district/").content.decode()
    set_district(by=first, at=NOW, name="洪江区", rounding="half_up")
    told = second.post("/district/", SAID)
    assert told.status_code == 409
    page = told.content.decode()
    assert first.username in page
    assert 'value="鹤城区"' in page
    shown = " ".join(value for _label, value in told.context["theirs"])
    assert all(words in shown for words in ("洪江区", "四舍五入"))
    stands = District.objects.get()
    assert (stands.name, chosen_presets(TODAY)[Rules.ROUNDS]) == ("洪江区", "qingyuan")
    assert 'name="edition" value="2"' in page
    assert second.post("/district/", {**SAID, "edition": 2}).status_code == 302
    assert District.objects.get().name == "鹤城区"


def test_a_page_that_does_not_say_what_it_showed_saves_nothing() -> None:
    said = {key: value for key, value in SAID.items() if key != "edition"}
    assert signed_in(make_user()).post("/district/", said).status_code == 409
    assert not District.objects.exists()


def test_programmes_that_read_an_older_edition_are_told() -> None:
    office = signed_in(make_user())
    seen = office.get("/api/district").json()["edition"]

    def patch(**said: object) -> Any:
        return office.patch("/api/district", said, content_type="application/json")

    assert patch(rounds="guangxi", edition=seen).json()["edition"] == seen + 1
    late = patch(curve="june60_december120", edition=seen)
    assert (late.status_code, list(late.json())) == (409, ["message", "number"])
    assert chosen_presets(TODAY)[Rules.CURVE] == "linear"
    assert patch(curve="june60_december120").status_code == 200


def test_a_day_is_named_with_the_choice_and_shown_with_its_history() -> None:
    office = signed_in(make_user())
    said = {"lights": "wuhan", "since": "2026-07-01"}
    told = office.patch("/api/district", said, content_type="application/json")
    assert told.json()["lights"] == "wuhan"
    (chosen,) = office.get("/api/district/choices").json()
    assert (chosen["rules"], chosen["preset"], chosen["since"]) == ("lights", *said.values())
    for page in ("/district/", reverse("lights:rules")):
        assert "2026年7月1日" in office.get(page).content.decode()


def test_a_choice_for_a_day_to_come_stays_when_the_page_is_saved() -> None:
    office = signed_in(make_user())
    said = {"lights": "wuhan", "since": "2099-01-01"}
    office.patch("/api/district", said, content_type="application/json")
    form = office.get("/district/").context["form"]
    assert form.initial["lights"] == "yinchuan"
    sent = {**form.initial, "year": "", "since": "", "name": "洪江区", "edition": 2}
    assert office.post("/district/", sent).status_code == 302
    assert chosen_presets(date(2099, 1, 1))[Rules.LIGHTS] == "wuhan"


@pytest.mark.parametrize("door", ["page", "api", "lights", "loop", "mechanisms"])
def test_no_door_changes_the_rules_of_a_locked_month(door: str) -> None:
    opened = open_round(month=Month(2026, 10), by=make_user(), at=IN_OCTOBER)
    lock_round(round=opened, by=make_user(), at=IN_NOVEMBER)
    office, day = signed_in(make_user()), {"since": "2026-10-31"}
    json = "application/json"
    answer = {
        "page": lambda: office.post("/district/", {**SAID, **day}),
        "api": lambda: office.patch(
            "/api/district", {"rounds": "guangxi", **day}, content_type=json
        ),
        "lights": lambda: office.post(reverse("lights:choose"), {"rules": "wuhan", **day}),
        "loop": lambda: office.post(reverse("matters:choose"), {"loop": "four_levels", **day}),
        "mechanisms": lambda: office.post(
            "/api/dispatch/practices", {"preset": "huaihua_2020", **day}, content_type=json
        ),
    }[door]()
    assert answer.status_code == 409
    assert "2026年11月1日" in answer.content.decode()
    assert not PresetChoice.objects.exists()


def test_the_history_tells_deeds_and_not_how_they_were_written_down() -> None:
    office = make_user()
    set_district(by=office, at=IN_OCTOBER, name="洪江区")
    with one_writer():
        record("record.continued", District.objects.served(), by=office, at=IN_OCTOBER)
        record("example.step_done", District.objects.served(), by=office, at=IN_OCTOBER)
    page = signed_in(office).get("/district/").text
    assert "洪江区" in page
    assert "record.continued" not in page
    assert "example.step_done" not in page
