import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import make_handler
from bihuan.visits.kinds import VisitPurpose
from bihuan.visits.models import Visit, VisitPlan

from .factories import announce, finding, make_commanded, part, photo, visit_with

pytestmark = pytest.mark.django_db
MARCH = "2024-03"


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def form(**said: Any) -> dict[str, Any]:
    return {
        "device_id": str(uuid.uuid4()),
        "visited_at": "2024-03-20T10:00",
        "notes": "到三层",
        "title1": "临边防护缺失",
        "type1": "quality",
        "severity1": "ordinary",
        **said,
    }


def test_a_visit_is_recorded_online_and_its_finding_becomes_a_matter() -> None:
    supervisor, project = make_user(role=Role.SUPERVISOR), make_commanded()
    address = f"{reverse('visits:record')}?project={project.pk}"
    picture = SimpleUploadedFile("现场.jpg", photo(1))
    answer = signed_in(supervisor).post(address, form(photos=picture, colour="red"))
    assert answer.status_code == 302
    visit = Visit.objects.get()
    page = signed_in(supervisor).get(reverse("visits:visit", args=[visit.pk])).content.decode()
    for words in ("到三层", "临边防护缺失", Matter.objects.get().number):
        assert words in page
    shown = signed_in(supervisor).get(reverse("visits:photo", args=[visit.photos.get().pk]))
    assert b"".join(shown.streaming_content) == photo(1)  # type: ignore[attr-defined]  # a file streams


def test_a_form_sent_twice_is_one_visit() -> None:
    client, project = signed_in(make_user(role=Role.SUPERVISOR)), make_commanded()
    said, address = form(), f"{reverse('visits:record')}?project={project.pk}"
    for _time in range(2):
        assert client.post(address, said).status_code == 302
    assert (Visit.objects.count(), Matter.objects.count()) == (1, 1)


def test_a_refused_visit_keeps_what_was_typed() -> None:
    client, project = signed_in(make_user(role=Role.SUPERVISOR)), make_commanded()
    address = f"{reverse('visits:record')}?project={project.pk}"
    bad = SimpleUploadedFile("现场.jpg", b"no picture")
    answer = client.post(address, form(photos=bad))
    assert answer.status_code == 422
    assert "临边防护缺失" in answer.content.decode()
    assert "图片" in answer.content.decode()
    assert not Visit.objects.exists()


def test_a_stranger_sees_no_visit_and_no_photo() -> None:
    visit = visit_with(photo(1), notes="机密情况")
    stranger = signed_in(make_handler())
    assert str(visit.project) not in stranger.get(reverse("visits:visits")).content.decode()
    assert stranger.get(reverse("visits:visit", args=[visit.pk])).status_code == 404
    assert stranger.get(reverse("visits:photo", args=[visit.photos.get().pk])).status_code == 404
    assert signed_in(make_user(role=Role.VIEWER)).get(reverse("visits:record")).status_code == 403


@pytest.mark.parametrize("only", ["", "away", "used", "double"])
def test_the_list_is_narrowed_and_asks_a_fixed_number_of_times(
    only: str, django_assert_max_num_queries: Any
) -> None:
    for _each in range(3):
        visit_with(photo(1))
    client = signed_in()
    query = {"only": only, "month": MARCH, "q": ""}
    client.get(reverse("visits:visits"), query)
    with django_assert_max_num_queries(8):
        answer = client.get(reverse("visits:visits"), query)
    assert ("共2条" in answer.content.decode()) == (only == "used")
    assert client.get(reverse("visits:visits"), {"month": "x", "project": "x"}).status_code == 200
    assert "没有符合条件的调研" in client.get(reverse("visits:visits"), {"q": "-"}).content.decode()


def test_one_visit_says_what_is_missing_away_or_used_before() -> None:
    first = visit_with(photo(1))
    again = visit_with(photo(1))
    waiting = announce(parts=(part(photo(5)),))
    client = signed_in()
    page = client.get(reverse("visits:visit", args=[again.pk])).content.decode()
    assert str(first.project) in page
    page = client.get(reverse("visits:visit", args=[waiting.pk])).content.decode()
    assert "还有1张照片在设备上" in page


def test_two_versions_are_settled_on_the_page() -> None:
    by, project, number = make_user(role=Role.SUPERVISOR), make_commanded(), uuid.uuid4()
    announce(by=by, project=project, device_id=number)
    second = announce(by=by, project=project, device_id=number, findings=(finding(),))
    address = reverse("visits:settle", args=[second.pk])
    assert signed_in(by).post(address, {"keep": "yes", "reason": "两次"}).status_code == 403
    assert signed_in().post(address, {"keep": "yes", "reason": ""}).status_code == 409
    assert signed_in().post(address, {"keep": "yes", "reason": "两次"}).status_code == 302


def test_a_months_plan_is_made_on_its_page() -> None:
    office, project = signed_in(), make_commanded()
    assert office.get(reverse("visits:this_month")).status_code == 302
    page = f"/visits/plan/{MARCH}/"
    assert "尚无调研计划" in office.get(page).content.decode()
    assert office.post(f"{page}propose/", {"seed": "x"}).status_code == 409
    assert office.post(f"{page}propose/", {"seed": 42}).status_code == 302
    shown = office.get(page).content.decode()
    assert str(project) in shown
    assert "抽取编号42" in shown
    assert "随机抽取10%，规则第1版" in shown
    assert office.post(f"{page}confirm/").status_code == 302
    extra = make_commanded()
    assert f'<option value="{extra.pk}">' in office.get(page).content.decode()
    assert office.post(f"{page}put/", {"project": extra.pk}).status_code == 409
    said = {"project": extra.pk, "reason": "群众来信"}
    assert office.post(f"{page}put/", said).status_code == 302
    assert "群众来信" in office.get(page).content.decode()
    planned = VisitPlan.objects.get().visits.get(project=extra)
    drop = reverse("visits:drop", args=[planned.pk])
    assert office.post(drop, {"reason": "道路中断"}).status_code == 302
    assert "道路中断" in office.get(page).content.decode()
    commander = signed_in(make_user(role=Role.COMMANDER))
    assert str(extra) not in commander.get(page).content.decode()


def test_the_page_on_site_holds_nothing_personal() -> None:
    user = make_user(role=Role.SUPERVISOR)
    make_commanded(name="绝密项目")
    page = signed_in(user).get(reverse("visits:go"))
    assert user.username not in page.content.decode()
    assert "绝密项目" not in page.content.decode()
    assert Client().get(reverse("visits:go")).status_code == 200
    worker = Client().get(reverse("visits:worker"))
    assert worker["Content-Type"] == "text/javascript"
    assert "/static/visits/go.js" in worker.content.decode()


def test_which_visit_it_was_is_said_on_its_page() -> None:
    visit = announce(by=make_user(role=Role.SUPERVISOR))
    address = reverse("visits:purpose", args=[visit.pk])
    office = make_user()
    assert signed_in(office).post(address, {"purpose": "start"}).status_code == 302
    assert Visit.objects.get().purpose == VisitPurpose.START
    page = signed_in(office).get(reverse("visits:visit", args=[visit.pk]))
    assert "开工到现场" in page.content.decode()
    assert signed_in(office).post(address, {"purpose": "party"}).status_code == 409
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.post(address, {"purpose": ""}).status_code == 403
    assert signed_in(office).post(address, {"purpose": ""}).status_code == 302
    assert Visit.objects.get().purpose == ""


def test_a_visit_of_supervision_is_recorded_as_one() -> None:
    office, project = make_user(), make_commanded()
    address = f"/visits/record/?project={project.pk}&purpose=works"
    page = signed_in(office).get(address).content.decode()
    assert '<option value="works" selected>' in page
    said = {**form(purpose="works"), "title1": ""}
    assert signed_in(office).post(address, said).status_code == 302
    assert Visit.objects.get().purpose == VisitPurpose.WORKS
    wrong = {**form(purpose="party"), "title1": ""}
    assert signed_in(office).post(address, wrong).status_code == 422
