"""The office itself: accounts, keys, leaders, workbooks, channels, views."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

from bihuan.accounts import actions as accounts
from bihuan.accounts import rules
from bihuan.accounts.drafts import PersonDraft
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user
from bihuan.dashboards import actions as dashboards
from bihuan.dashboards.actions import MOST_VIEWS
from bihuan.importing import actions as importing
from bihuan.importing.people.sheet import PersonRow
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.kit import sealing
from bihuan.matters.tests.factories import raise_one
from bihuan.notices import actions as notices
from bihuan.notices.actions.channels import MOST_OWN
from bihuan.notices.addresses import MailServer
from bihuan.notices.tests.factories import TODAY, at_hour, make_channel
from bihuan.projects import actions as projects
from bihuan.projects.models import Project

from .scene import RaceScene

AT = datetime(2024, 3, 22, 2, tzinfo=UTC)
NOON = at_hour(12)
PASSWORD = "Kept-by-nobody-7391"
MONTHS = timedelta(days=90)
FIRST, SECOND, BOTH = (  # made once: a workbook tells the second of its making
    ledger(ledger_row(1)),
    ledger(ledger_row(2)),
    ledger(ledger_row(1), ledger_row(2)),
)
LATER = AT.date() + timedelta(days=30)
DEAD_END = "http://127.0.0.1:9/"


def _office() -> dict[str, Any]:
    office, second = make_user(), make_user()
    leader, commander = make_leader(), make_user(role=Role.COMMANDER)
    token, _key = accounts.issue_token(name="接口", by=office, at=AT)
    for number in range(rules.MOST_TOKENS - 2):
        accounts.issue_token(name=f"接口{number}", by=office, at=AT)
    raise_one(by=second, on=AT.date())
    deputyship = accounts.name_deputy(
        person=second, deputy=commander, since=AT.date(), until=AT.date(), by=office, at=AT
    )
    return {
        "office": office,
        "second": second,
        "deputyship": deputyship,
        "leader": leader,
        "commander": commander,
        "other": make_leader(),
        "token": token,
        "home": make_organisation(),
        "neighbour": make_organisation(),
    }


def _deactivated() -> dict[str, Any]:
    there = _office()
    accounts.deactivate(user=there["commander"], by=there["office"], at=AT)
    return there


def _named(field: str) -> Any:
    return lambda s: accounts.edit_organisation(
        organisation=getattr(s, field), name="区住建局", credit_code="", by=s.office, at=AT
    )


def _deputy(who: str) -> Any:
    return lambda s: accounts.name_deputy(
        person=s.second,
        deputy=getattr(s, who),
        since=LATER,
        until=LATER + timedelta(days=7),
        by=s.office,
        at=AT,
    )


def _link(leader: str) -> Any:
    return lambda s: accounts.link_leader(
        leader=getattr(s, leader), user=s.commander, by=s.office, at=AT
    )


ACCOUNTS = {
    "accounts.add_organisation": lambda s: accounts.add_organisation(
        name="区住建局", by=s.office, at=AT
    ),
    "accounts.edit_organisation": _named("home"),
    "accounts.edit_organisation:neighbour": _named("neighbour"),
    "accounts.rename_organisation": lambda s: accounts.rename_organisation(
        organisation=s.home, name="区住建局", on=AT.date(), by=s.office, at=AT
    ),
    "accounts.merge_organisations": lambda s: accounts.merge_organisations(
        was=s.home, into=s.neighbour, on=AT.date(), reason="机构改革", by=s.office, at=AT
    ),
    "accounts.merge_organisations:back": lambda s: accounts.merge_organisations(
        was=s.neighbour, into=s.home, on=AT.date(), reason="机构改革", by=s.office, at=AT
    ),
    "accounts.move_people": lambda s: accounts.move_people(
        was=s.office.organisation, into=s.home, by=s.office, at=AT
    ),
    "accounts.add_leader": lambda s: accounts.add_leader(
        name="王某", title="副区长", by=s.office, at=AT
    ),
    "accounts.link_leader": _link("leader"),
    "accounts.link_leader:other": _link("other"),
    "accounts.add_user": lambda s: accounts.add_user(
        username="liu",
        role=Role.REPORTER,
        password=PASSWORD,
        organisation=s.home,
        by=s.office,
        at=AT,
    ),
    "accounts.add_user:commander": lambda s: accounts.add_user(
        username="wang", role=Role.COMMANDER, password=PASSWORD, leader=s.leader, by=s.office, at=AT
    ),
    "accounts.edit_user": lambda s: accounts.edit_user(
        user=s.second, role=Role.VIEWER, organisation=None, by=s.office, at=AT
    ),
    "accounts.edit_user:office": lambda s: accounts.edit_user(
        user=s.office, role=Role.VIEWER, organisation=None, by=s.second, at=AT
    ),
    "accounts.deactivate": lambda s: accounts.deactivate(user=s.second, by=s.office, at=AT),
    "accounts.deactivate:office": lambda s: accounts.deactivate(user=s.office, by=s.second, at=AT),
    "accounts.deactivate:commander": lambda s: accounts.deactivate(
        user=s.commander, by=s.office, at=AT
    ),
    "accounts.take_people": lambda s: accounts.take_people(
        people=[
            PersonDraft(None, "liu", "刘某", Role.REPORTER, "区水利局"),
            PersonDraft(s.second.pk, s.second.username, "钱某", Role.VIEWER),
        ],
        by=s.office,
        at=AT,
    ),
    "accounts.hand_over": lambda s: accounts.hand_over(
        user=s.second, successor=s.office, reason="调离", by=s.office, at=AT
    ),
    "accounts.name_deputy": _deputy("commander"),
    "accounts.name_deputy:office": _deputy("office"),
    "accounts.end_deputyship": lambda s: accounts.end_deputyship(
        deputyship=s.deputyship, by=s.office, at=AT
    ),
    "accounts.reactivate": lambda s: accounts.reactivate(user=s.commander, by=s.office, at=AT),
    "accounts.reset_password": lambda s: accounts.reset_password(
        user=s.commander, by=s.office, at=AT
    ),
    "accounts.issue_token": lambda s: accounts.issue_token(name="另一", by=s.office, at=AT),
    "accounts.revoke_token": lambda s: accounts.revoke_token(token=s.token, by=s.office, at=AT),
    "accounts.console_user": lambda s: accounts.console_user(at=AT),
}


def _book() -> dict[str, Any]:
    office = make_user()
    staged = importing.stage(files=[FIRST], year=2024, by=office, at=AT)
    return {"office": office, "batch": staged, "second": make_user()}


def _applied() -> dict[str, Any]:
    there = _book()
    importing.apply(batch=there["batch"], edition=1, by=there["office"], at=AT)
    project = Project.objects.get()
    return {**there, "project": project}


BOOK = {
    "importing.stage": lambda s: importing.stage(files=[SECOND], year=2024, by=s.office, at=AT),
    "importing.answer": lambda s: importing.answer(
        batch=s.batch, edition=s.batch.edition, unit=10_000, by=s.second, at=AT
    ),
    "importing.apply": lambda s: importing.apply(
        batch=s.batch, edition=s.batch.edition, by=s.office, at=AT
    ),
    "importing.bring_in": lambda s: importing.bring_in(files=[BOTH], year=2024, by=s.second, at=AT),
    "importing.bring_in_people": lambda s: importing.bring_in_people(
        rows=[PersonRow("人员", 3, "刘某", "区水利局", role="填报人")], by=s.office, at=AT
    ),
    "importing.check_room": lambda s: importing.check_room(size=1_000, by=s.second),
    "importing.discard": lambda s: importing.discard(batch=s.batch, by=s.second, at=AT),
    "importing.discard_stale": lambda s: importing.discard_stale(by=s.second, at=AT + MONTHS),
    "importing.undo": lambda s: importing.undo(batch=s.batch, by=s.office, at=AT),
}
APPLIED = {
    **BOOK,
    "projects.edit_project": lambda s: projects.edit_project(
        project=s.project, edition=s.project.edition, place="城南", by=s.office, at=AT
    ),
}


def _desk() -> dict[str, Any]:
    user, office = make_user(role=Role.REPORTER), make_user()
    for number in range(MOST_OWN - 1):
        make_channel(user, address=DEAD_END, name=f"通道{number}")
    sealing.end_rotation()
    group = make_channel(None, address=DEAD_END)
    sealing.begin_rotation()
    for number in range(MOST_VIEWS - 1):
        view = dashboards.save_view(name=f"视图{number}", query="q=1", by=office, at=AT)
    tested = notices.send_test(channel=group, by=office, at=NOON)
    return {"user": user, "office": office, "group": group, "view": view, "notice": tested}


def _post(sender: str) -> Any:
    server = MailServer(host="mail.example.gov.cn", port=465, security="ssl", sender=sender)
    return lambda s: notices.set_post(
        digest_from=time(8, 30), site_address="", server=server, by=s.office, at=AT
    )


def _channel(name: str) -> Any:
    return lambda s: notices.add_channel(
        name=name, kind="mail", address="zhang@example.gov.cn", owner=s.user, by=s.user, at=AT
    )


def _view(name: str) -> Any:
    return lambda s: dashboards.save_view(name=name, query="q=2", by=s.office, at=AT)


DESK = {
    "notices.add_channel": _channel("邮箱"),
    "notices.add_channel:other": _channel("另一邮箱"),
    "notices.switch_channel": lambda s: notices.switch_channel(
        channel=s.group, on=False, by=s.office, at=AT
    ),
    "notices.switch_channel:on": lambda s: notices.switch_channel(
        channel=s.group, on=True, by=s.office, at=AT
    ),
    "notices.pass_channel_on": lambda s: notices.pass_channel_on(
        channel=s.group, into=s.office.organisation, reason="机构改革", by=s.office, at=AT
    ),
    "notices.set_post": _post("a@example.gov.cn"),
    "notices.set_post:other": _post("b@example.gov.cn"),
    "notices.reseal_channels": lambda s: notices.reseal_channels(by=s.office, at=AT),
    "notices.make_digests": lambda s: notices.make_digests(on=TODAY, by=s.office, at=NOON),
    "notices.deliver": lambda s: notices.deliver(at=NOON, by=s.office),
    "notices.send_test": lambda s: notices.send_test(channel=s.group, by=s.office, at=NOON),
    "notices.send_again": lambda s: notices.send_again(notice=s.notice, by=s.office, at=NOON),
    "dashboards.save_view": _view("红灯"),
    "dashboards.save_view:other": _view("黄灯"),
    "dashboards.remove_view": lambda s: dashboards.remove_view(view=s.view, by=s.office, at=AT),
}

SCENES = [
    RaceScene("an office", _office, ACCOUNTS),
    RaceScene("an office with one who left", _deactivated, ACCOUNTS),
    RaceScene("a staged import", _book, BOOK),
    RaceScene("an applied import", _applied, APPLIED),
    RaceScene("a desk", _desk, DESK),
]
