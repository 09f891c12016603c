from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bihuan.access import actions
from bihuan.access.kinds import AccessKind, Secret
from bihuan.access.models import AccessEvent
from bihuan.access.wording import browser_of, value_of
from bihuan.accounts.actions import add_user, deactivate, edit_user
from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.audit.models import Event
from bihuan.kit.sheets import read_workbook

from .test_actions import at_door

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 22, 2, tzinfo=UTC)
DAY = timedelta(days=1)
LOG = "/access/"


def supervisor() -> Client:
    return signed_in(make_user(role=Role.SUPERVISOR))


def happen(kind: AccessKind, user: User, at: datetime = NOW, note: str = "") -> None:
    actions.note(kind=kind, by=at_door(user), at=at, note=note)


def test_who_may_see_the_record_reads_sign_ins_downloads_and_rights() -> None:
    office, user = make_user(), make_user(role=Role.VIEWER)
    happen(AccessKind.SIGNED_IN, user)
    happen(AccessKind.EXPORTED, user, note="项目.xlsx · /projects/workbook/")
    edit_user(user=user, role=Role.STATISTICS, organisation=None, by=office, at=NOW)
    page = supervisor().get(LOG).text
    for told in (
        "登录",
        "下载文件",
        "项目.xlsx",
        "198.51.100.1",
        "查阅 → 统计局",
        user.username,
    ):
        assert told in page
    for role in (Role.REPORTER, Role.DEPARTMENT, Role.COMMANDER, Role.STATISTICS, Role.VIEWER):
        stranger = signed_in(make_user(role=role))
        assert stranger.get(LOG).status_code == 403
        assert stranger.get(f"{LOG}workbook/").status_code == 403


def found(client: Client, query: str) -> list[tuple[str, str, str]]:
    lines = client.get(f"{LOG}?{query}").context["lines"]
    return [(line.kind, line.by, line.about) for line, *_words in lines]


def test_it_is_narrowed_by_person_kind_and_day() -> None:
    office, user, other = make_user(), make_user(role=Role.VIEWER), make_user(role=Role.VIEWER)
    happen(AccessKind.SIGNED_IN, user, NOW - 2 * DAY)
    happen(AccessKind.SIGNED_IN, other)
    deactivate(user=user, by=office, at=NOW, reason="调离")
    client = supervisor()
    assert found(client, f"who={user.username.upper()}") == [
        ("user.deactivated", office.username, user.username),
        ("signed_in", user.username, ""),
    ]
    assert found(client, "kind=signed_in") == [
        ("signed_in", other.username, ""),
        ("signed_in", user.username, ""),
    ]
    assert found(client, "kind=user.deactivated&to=2024-03-22") != []
    assert found(client, "to=2024-03-21") == [("signed_in", user.username, "")]
    assert [kind for kind, *_rest in found(client, "from_=2024-03-22")] != []
    assert found(client, "from_=2024-03-23") == []
    assert found(client, "from_=nonsense&kind=nonsense") == found(client, "")


def test_it_is_paged_and_costs_no_more_queries_with_more_rows(
    django_assert_max_num_queries: Any,
) -> None:
    user, client = make_user(), supervisor()
    for _number in range(60):
        happen(AccessKind.SIGNED_IN, user)
    with django_assert_max_num_queries(13):
        assert len(client.get(LOG).context["lines"]) == 50
    assert len(found(client, "page=2")) == 10


def test_the_workbook_holds_what_is_asked_and_is_noted_itself() -> None:
    user = make_user()
    happen(AccessKind.SIGNED_IN, user)
    happen(AccessKind.SIGNED_OUT, user)
    answer = supervisor().get(f"{LOG}workbook/?kind=signed_in")
    cells = [
        cell for row in read_workbook(answer.content, "log.xlsx").sheets[0].rows for cell in row
    ]
    assert "登录" in cells
    assert "退出" not in cells
    noted = AccessEvent.objects.get(kind=AccessKind.EXPORTED)
    assert noted.note.endswith(".xlsx · /access/workbook/")


def test_one_s_own_last_sign_ins_stand_on_one_s_account() -> None:
    user, other = make_user(role=Role.VIEWER), make_user()
    happen(AccessKind.SIGNED_IN, user)
    happen(AccessKind.WRONG_PASSWORD, other)
    page = signed_in(user).get("/sign-in/two-steps/").text
    assert "近期登录" in page
    assert "198.51.100.1" in page
    assert "密码错误" not in page


def test_signing_in_and_out_is_noted_with_address_and_browser() -> None:
    user = make_user(role=Role.VIEWER)
    user.set_password("Right-lamp-71")
    user.save()
    client = Client(REMOTE_ADDR="198.51.100.1", headers={"user-agent": "Firefox/130"})
    with time_machine.travel(NOW, tick=False):
        client.post("/sign-in/login/", {"login": user.username.upper(), "password": "wrong"})
        client.post("/sign-in/login/", {"login": user.username, "password": "Right-lamp-71"})
        client.post("/sign-in/logout/")
    told = AccessEvent.objects.order_by("pk")
    assert [(each.kind, each.name) for each in told] == [
        (AccessKind.WRONG_PASSWORD, user.username),
        (AccessKind.SIGNED_IN, user.username),
        (AccessKind.SIGNED_OUT, user.username),
    ]
    assert {(each.at, each.address, each.browser) for each in told} == {
        (NOW, "198.51.100.1", "Firefox/130")
    }


def test_what_becomes_of_accounts_and_rights_is_recorded_under_a_name_with_words() -> None:
    office = make_user()
    add_user(username="li", role=Role.VIEWER, password="Blue-kettle-9", by=office, at=NOW)
    page = supervisor().get(LOG).text
    assert "新增用户" in page
    assert Event.objects.filter(verb="user.added").exists()


def test_the_office_lifts_the_pause_of_an_address_from_the_log() -> None:
    office = signed_in(make_user())
    for _number in range(21):
        actions.begin_try(secret=Secret.PASSWORD, by=at_door(make_user()), at=timezone.now())
    assert "解除该地址" in office.get(LOG).text
    assert "解除该地址" not in supervisor().get(LOG).text
    page = f"{LOG}addresses/unlock/"
    assert supervisor().post(page, {"address": "198.51.100.1"}).status_code == 403
    assert office.post(page, {"address": "nowhere"}).status_code == 409
    assert office.post(page, {"address": "198.51.100.1"}).status_code == 302
    assert not AccessEvent.objects.filter(counts_by_address=True).exists()


@pytest.mark.parametrize(
    ("told", "short"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0.0.0 Edg/126.0", "Edg 126 · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/2010 Firefox/130.0", "Firefox 130 · Linux"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_browser_is_named_shortly(told: str, short: str) -> None:
    assert browser_of(told) == short


def test_values_of_the_record_are_told_in_words() -> None:
    assert value_of(([], ["office", "viewer"])) == "— → 重点办、查阅"
    assert value_of((None, "2024-04-01")) == "— → 2024-04-01"
