"""Sign-in through the government's platform, against a provider in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import pytest
import requests
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bihuan.accounts.actions import deactivate, reset_password
from bihuan.accounts.models import Organisation, PlatformIdentity, User
from bihuan.accounts.platform import GivenRole, Platform, person_of
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.sealing import is_sealed
from bihuan.site import keyring
from bihuan.site.platform import configuration

from .oidc_provider import CLIENT, FAULTS, SECRET

pytestmark = pytest.mark.django_db
DOOR, BEGIN, BACK = "/sign-in/login/", "/sign-in/platform/begin/", "/sign-in/platform/back/"
NAME = "政务统一身份认证"


@dataclass
class RunningProvider:
    """A provider that runs."""

    address: str

    def set(self, fault: str = "", **person: Any) -> None:
        said = json.dumps({"fault": fault, "person": person}).encode()
        urlopen(Request(f"{self.address}/control", said), timeout=10).close()


@pytest.fixture(scope="session")
def running() -> Iterator[RunningProvider]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.oidc_provider"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        port = process.stdout.readline().strip()
        yield RunningProvider(f"http://127.0.0.1:{port}")
        process.terminate()


@pytest.fixture
def provider(running, settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.setenv("BIHUAN_OIDC_SECRET", SECRET)
    running.set()
    describe(running)
    return running


def describe(running: RunningProvider, **more: str) -> None:
    """Write the file of the platform."""
    from django.conf import settings

    said = {
        "name": NAME,
        "server": running.address,
        "client_id": CLIENT,
        "roles": "[{value: zdb, role: office}, {value: dept, role: department},"
        " {value: viewer, role: viewer}]",
        "organisation": "org_code",
        "organisation_by": "credit_code",
        **more,
    }
    lines = "".join(f"  {name}: {value}\n" for name, value in said.items())
    (settings.HOME / "sign-in.yaml").write_text(f"platform:\n{lines}", encoding="utf-8")


def go(client: Client, *, to: str = "") -> Any:
    """Press the button, agree at the provider, and come back; return our answer."""
    sent = client.post(BEGIN, {"next": to})
    assert sent.status_code == 302, sent.content
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent["Location"]).query).items()}
    server = "{0.scheme}://{0.netloc}".format(urlsplit(sent["Location"]))
    agreed = requests.post(f"{server}/agree", data=asked, timeout=10, allow_redirects=False)
    parts = urlsplit(agreed.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client: Client) -> bool:
    return client.get("/ui/").status_code == 200


def message_on(client: Client) -> str:
    return client.get(DOOR).content.decode()


def zhang(role: str = Role.VIEWER) -> User:
    user = make_user(role=role)
    user.username = "Zhang"
    user.save()
    return user


def test_the_button_bears_the_platforms_name_and_the_browser_may_follow_it(client, provider):
    page = client.get(DOOR)
    assert f"通过{NAME}登录" in page.content.decode()
    assert f"form-action 'self' {provider.address}" in page.headers["Content-Security-Policy"]
    assert provider.address not in client.get("/language/").headers["Content-Security-Policy"]


def test_without_a_platform_there_is_no_button_and_no_way(client, settings, tmp_path):
    settings.HOME = tmp_path
    assert "openid" not in message_on(client)
    assert BEGIN not in message_on(client)
    assert client.post(BEGIN).status_code == 404
    assert client.get(BACK).status_code == 404


def test_the_question_holds_a_state_a_nonce_and_a_challenge(client, provider):
    sent = client.post(BEGIN)["Location"]
    asked = parse_qs(urlsplit(sent).query)
    assert sent.startswith(f"{provider.address}/authorization?")
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 32
    assert asked["state"] != parse_qs(urlsplit(client.post(BEGIN)["Location"]).query)["state"]
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert client.get(BEGIN).status_code == 405


def test_a_user_is_linked_by_the_sign_in_name_and_known_again_by_its_subject(client, provider):
    user = zhang()
    answer = go(client, to="/ui/")
    assert (answer.status_code, answer["Location"]) == (302, "/ui/")
    assert is_in(client)
    identity = PlatformIdentity.objects.get()
    assert (identity.user, identity.subject, identity.issuer) == (user, "p-1", provider.address)
    assert Event.objects.filter(verb="user.linked", by="platform").count() == 1
    provider.set(preferred_username="renamed")
    other = Client()
    go(other)
    assert is_in(other)
    assert PlatformIdentity.objects.count() == 1


def test_the_way_leads_to_no_other_site(client, provider):
    zhang()
    assert go(client, to="https://evil.example.cn/")["Location"] == "/"


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_with_the_platforms_word_nobody_gets_in(client, provider, fault):
    zhang()
    provider.set(fault=fault)
    answer = client.post(BEGIN) if fault == "issuer_of_discovery" else go(client)
    assert (answer.status_code, answer["Location"]) == (302, DOOR)
    sentence = "您中断了登录。" if fault == "denied" else f"通过“{NAME}”登录未成功"
    assert sentence in message_on(client)
    assert not is_in(client)
    assert not PlatformIdentity.objects.exists()


def test_an_answer_is_taken_once_and_from_its_own_browser(client, provider):
    zhang()
    sent = client.post(BEGIN)
    asked = {k: v[0] for k, v in parse_qs(urlsplit(sent["Location"]).query).items()}
    agreed = requests.post(
        f"{provider.address}/agree", data=asked, timeout=10, allow_redirects=False
    )
    parts = urlsplit(agreed.headers["Location"])
    path, stranger = f"{parts.path}?{parts.query}", Client()
    stranger.get(path)
    assert not is_in(stranger)
    client.get(path)
    assert is_in(client)
    client.post("/sign-in/logout/")
    client.get(path)
    assert not is_in(client)


def test_a_platform_that_is_away_is_told_in_a_sentence(client, provider):
    describe(provider, server="http://127.0.0.1:9")
    assert client.post(BEGIN)["Location"] == DOOR
    assert "未成功" in message_on(client)


def test_a_stranger_is_refused_or_becomes_a_viewer_as_the_office_chose(client, provider):
    go(client)
    assert "您在本系统还没有账号" in message_on(client)
    assert not User.objects.filter(username="zhang").exists()
    describe(provider, unknown="viewer")
    go(client)
    made = User.objects.get(username="zhang")
    assert (made.role, made.full_name, made.has_usable_password()) == ("viewer", "张三", False)
    assert is_in(client)


def test_role_and_organisation_follow_the_platform_with_an_event(client, provider):
    user, home = (
        zhang(),
        Organisation.objects.create(name="水利局", credit_code="91350100M000100Y43"),
    )
    provider.set(roles=["dept", "else"], org_code="91350100M000100Y43")
    go(client)
    user.refresh_from_db()
    assert (user.role, user.organisation, user.full_name) == ("department", home, "张三")
    event = Event.objects.get(verb="user.edited")
    assert (event.by, event.note["changes"]["role"]) == ("platform", ["viewer", "department"])
    go(Client())
    assert Event.objects.filter(verb="user.edited").count() == 1
    provider.set(roles=["viewer"], org_code="91350100M000100Y43")
    go(Client())
    user.refresh_from_db()
    assert user.role == "viewer"


def test_an_organisation_that_is_not_here_is_named_in_the_refusal(client, provider):
    zhang()
    provider.set(roles=["dept"], org_code="9144030071526726XG")
    go(client)
    assert "9144030071526726XG" in message_on(client)
    assert not is_in(client)


@pytest.mark.parametrize("roles", [[], ["unheard-of"], None, {"a": 1}])
def test_a_role_that_is_not_mapped_opens_nothing(client, provider, roles):
    zhang(Role.OFFICE)
    provider.set(roles=roles)
    go(client)
    assert not is_in(client)
    assert NAME in message_on(client)


def test_the_last_of_the_office_keeps_its_role_whatever_the_platform_says(client, provider):
    user = zhang(Role.OFFICE)
    go(client)
    user.refresh_from_db()
    assert user.role == "office"
    make_user(role=Role.OFFICE)
    go(Client())
    user.refresh_from_db()
    assert user.role == "viewer"


def test_who_was_sent_away_stays_away(client, provider):
    user = zhang()
    go(client)
    deactivate(user=user, by=make_user(), at=timezone.now())
    again = Client()
    go(again)
    assert not is_in(again)
    assert not is_in(client)


def test_a_second_person_of_one_sign_in_name_is_not_let_in_as_the_first(client, provider):
    zhang()
    go(client)
    provider.set(sub="p-2")
    other = Client()
    go(other)
    assert not is_in(other)


def test_without_linking_by_name_people_are_linked_at_the_machine(client, provider):
    user = zhang()
    describe(provider, link="false", server=f"{provider.address}/")
    go(client)
    assert not is_in(client)
    call_command("link_user", "ZHANG", "p-1")
    go(client)
    assert is_in(client)
    assert PlatformIdentity.objects.get().user == user
    User.objects.create(username="li", role=Role.VIEWER)
    with pytest.raises(Refusal):
        call_command("link_user", "li", "p-1")
    call_command("link_user", "zhang")
    other = Client()
    go(other)
    assert not is_in(other)


def test_who_comes_through_the_platform_needs_no_password_of_ours(client, provider):
    user = zhang()
    reset_password(user=user, by=make_user(), at=timezone.now())
    go(client)
    assert client.get("/projects/").status_code == 200


@pytest.mark.parametrize(
    ("policy", "office_in", "viewer_in"),
    [("everyone", True, True), ("office", True, False), ("nobody", False, False)],
)
def test_passwords_of_ours_open_the_door_to_whom_the_office_chose(
    provider, policy, office_in, viewer_in
):
    describe(provider, local_passwords=policy)
    found = {}
    for role in (Role.OFFICE, Role.VIEWER):
        user, client = make_user(role=role), Client()
        user.set_password("Red-lantern-7")
        user.save()
        client.post(DOOR, {"login": user.username, "password": "Red-lantern-7"})
        found[role] = is_in(client)
    assert found == {Role.OFFICE: office_in, Role.VIEWER: viewer_in}
    assert ('name="password"' in message_on(Client())) is (policy != "nobody")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("platform:\n  name: x\n", "server"),
        ("platform: [", "YAML"),
        ("platform:\n  name: x\n  server: http://sso.example.cn\n  client_id: b\n", "https://"),
        (
            "platform:\n  name: x\n  server: https://a.cn\n  client_id: b\n"
            "  roles: [{value: x, role: console}]\n",
            "roles",
        ),
    ],
)
def test_a_wrong_file_is_told_and_people_sign_in_with_passwords(
    client, settings, tmp_path, wrong, sentence
):
    settings.HOME = tmp_path
    (tmp_path / "sign-in.yaml").write_text(wrong)
    assert sentence in "\n".join(configuration.problems())
    assert 'name="password"' in message_on(client)
    assert BEGIN not in message_on(client)


def test_the_platforms_secret_is_kept_sealed_and_changes_its_key(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path
    monkeypatch.delenv("BIHUAN_OIDC_SECRET", raising=False)
    configuration.keep_secret("a secret of the platform")
    kept = tmp_path / "sign-in.secret"
    before = kept.read_text()
    assert is_sealed(before.strip())
    assert kept.stat().st_mode & 0o077 == 0
    keyring.rotate(by=make_user(), at=timezone.now())
    keyring.rotate(by=make_user(), at=timezone.now())
    assert kept.read_text() != before
    assert configuration.client_secret() == "a secret of the platform"
    (tmp_path / "keys" / "encryption.key").unlink()
    assert configuration.client_secret() == ""
    assert "platform-secret" in keyring.state()[0]


def test_claims_may_lie_deep_or_have_dots_in_their_names():
    platform = Platform("x", "https://x", "b", role="realm_access.roles", full_name="urn:a.b")
    claims = {"iss": "i", "sub": "s", "realm_access": {"roles": ["a"]}, "urn:a.b": " 张三 "}
    assert person_of(claims, platform).full_name == "张三"
    assert person_of(claims, platform).role is None
    with pytest.raises(NotAllowed):
        person_of(claims, Platform("x", "x", "b", roles=(GivenRole("b", Role.VIEWER),)))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_person_goes_through_the_platform_in_a_browser(page, provider):
    zhang()
    page.goto(DOOR)
    page.get_by_role("button", name=f"通过{NAME}登录").click()
    page.locator("#agree").click()
    page.get_by_role("button", name="退出").first.wait_for(state="attached")
    assert page.goto("/ui/").status == 200
