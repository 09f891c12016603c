from datetime import time

import pytest
from django.db import IntegrityError, transaction

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.sealing import unseal
from bihuan.notices import actions
from bihuan.notices.addresses import MailServer
from bihuan.notices.kinds import NoticeKind
from bihuan.notices.models import Channel, Notice, Post

from .factories import TODAY, at_hour

pytestmark = pytest.mark.django_db
NOON = at_hour(12)
MAIL = "zhang@example.gov.cn"


def add(by, **said) -> Channel:
    said = {"name": "邮箱", "kind": "mail", "address": MAIL, "owner": by, **said}
    return actions.add_channel(by=by, at=NOON, **said)


def newest() -> Event:
    return Event.objects.order_by("-pk")[0]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CONSOLE])
def test_everybody_may_add_a_mailbox_for_himself_or_herself(role):
    channel = add(make_user(role=role))
    assert channel.is_active
    assert newest().verb == "channel.added"


def test_the_record_holds_no_address():
    add(make_user())
    assert MAIL not in str(newest().note)


def test_nobody_adds_a_channel_to_another_except_the_office():
    other = make_user(role=Role.REPORTER)
    with pytest.raises(NotAllowed):
        add(make_user(role=Role.SUPERVISOR), owner=other)
    assert add(make_user(), owner=other).owner == other


def test_only_the_office_adds_a_group():
    with pytest.raises(NotAllowed):
        add(make_user(role=Role.DEPARTMENT), owner=None)
    home = make_organisation()
    assert add(make_user(), owner=None, organisation=home).is_group


def test_only_the_office_sends_to_a_server_of_its_own_choice():
    inside = "http://127.0.0.1:8000/"
    for kind in ("json", "wecom"):
        with pytest.raises(NotAllowed):
            add(make_user(role=Role.REPORTER), kind=kind, address=inside)
        assert add(make_user(), kind=kind, address=inside).address == inside


@pytest.mark.parametrize(
    "wrong", [{"name": " "}, {"kind": "pigeon"}, {"address": "nobody"}, {"address": ""}]
)
def test_a_channel_that_leads_nowhere_is_refused(wrong):
    with pytest.raises(Refusal):
        add(make_user(), **wrong)
    assert not Channel.objects.exists()


def test_one_uses_five_channels_at_most():
    user = make_user(role=Role.REPORTER)
    channels = [add(user) for _each in range(5)]
    with pytest.raises(Refusal):
        add(user)
    actions.switch_channel(channel=channels[0], on=False, by=user, at=NOON)
    add(user)
    with pytest.raises(Refusal):
        actions.switch_channel(channel=channels[0], on=True, by=user, at=NOON)


def test_a_channel_is_switched_off_and_on_and_never_deleted():
    user = make_user(role=Role.REPORTER)
    channel = add(user)
    with pytest.raises(NotAllowed):
        actions.switch_channel(channel=channel, on=False, by=make_user(role=Role.REPORTER), at=NOON)
    actions.switch_channel(channel=channel, on=False, by=user, at=NOON)
    assert newest().verb == "channel.switched_off"
    before = Event.objects.count()
    actions.switch_channel(channel=channel, on=False, by=user, at=NOON)
    assert Event.objects.count() == before
    actions.switch_channel(channel=channel, on=True, by=make_user(), at=NOON)
    assert newest().verb == "channel.switched_on"


def set_post(by=None, **said) -> Post:
    said = {"digest_from": time(7), "site_address": "", "server": MailServer(), **said}
    return actions.set_post(by=by or make_user(), at=NOON, **said)


def test_the_office_sets_how_it_sends_and_what_changed_is_recorded_without_the_password():
    set_post(server=MailServer(host="smtp.a.cn", password="Secret-1"))
    assert newest().verb == "post.set"
    assert newest().note["digest_from"] == ["08:30:00", "07:00:00"]
    assert newest().note["mail_password"] == "changed"
    assert "Secret-1" not in str(newest().note)


def test_no_password_keeps_the_one_there_is():
    set_post(server=MailServer(host="smtp.a.cn", password="Secret-1"))
    assert unseal(set_post(server=MailServer(host="smtp.a.cn")).mail_password) == "Secret-1"
    assert set_post(server=MailServer(host="smtp.a.cn", password="")).mail_password == ""
    assert Post.objects.count() == 1


def test_how_the_office_sends_is_the_offices_affair():
    with pytest.raises(NotAllowed):
        set_post(by=make_user(role=Role.SUPERVISOR))


@pytest.mark.parametrize(
    "wrong", [{"site_address": "bihuan.gov.cn"}, {"server": MailServer(sender="nobody")}]
)
def test_settings_that_cannot_be_are_refused(wrong):
    with pytest.raises(Refusal):
        set_post(**wrong)


def test_the_database_refuses_a_second_digest_of_the_day():
    channel = add(make_user())
    said = {"kind": NoticeKind.DIGEST, "channel": channel, "day": TODAY, "made_at": NOON}
    Notice.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(**said)
