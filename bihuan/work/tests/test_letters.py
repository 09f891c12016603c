from datetime import date, time
from email.message import Message

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march, report_march
from bihuan.work import actions
from bihuan.work.actions import Delivered
from bihuan.work.addresses import MailServer
from bihuan.work.letters import plain
from bihuan.work.models import Notice

from .factories import at_hour, make_channel, make_waiting, morning

pytestmark = pytest.mark.django_db
SITE = "https://bihuan.example.gov.cn"


def set_site(**server):
    actions.set_post(
        digest_from=time(8, 30),
        site_address=SITE,
        server=MailServer(**server),
        by=make_user(),
        at=at_hour(8),
    )


def text_of(part: Message) -> str:
    return part.get_payload(decode=True).decode()


def test_a_personal_digest_names_and_links_each_task(listener):
    set_site()
    reporter, project = make_waiting()
    make_channel(reporter, address=listener.address)
    morning()
    said = listener.heard[0]["message"]
    assert f"[填报 2024-03 月报 · {project.name} · 2024-03-28 到期]" in said
    assert f"({SITE}/progress/2024-03/{project.pk}/)" in said
    assert f"({SITE}/work/)" in said


def test_without_an_address_of_the_system_there_are_no_links(listener):
    make_channel(make_waiting()[0], address=listener.address)
    morning()
    assert "](" not in listener.heard[0]["message"]


def test_a_digest_says_only_what_its_recipient_may_see(listener):
    reporter, project = make_waiting()
    other = make_reporter()
    strange = make_listed(owner=other.organisation)
    make_channel(reporter, address=listener.address)
    make_channel(other, address=listener.address)
    morning()
    first, second = (heard["message"] for heard in listener.heard)
    assert project.name in first
    assert strange.name not in first
    assert strange.name in second
    assert project.name not in second


def test_rights_lost_between_two_attempts_are_lost_for_the_message(listener):
    reporter, project = make_waiting()
    kept = make_listed(owner=reporter.organisation)
    make_channel(reporter, address=listener.address)
    listener.status = 500
    morning()
    project.owner = make_organisation()
    project.save()
    listener.status = 200
    actions.deliver(at=at_hour(9), by=make_user())
    said = listener.heard[-1]["message"]
    assert kept.name in said
    assert project.name not in said


def test_a_group_is_told_counts_and_a_link_and_no_name(listener):
    set_site()
    reporter = make_reporter()
    projects = [make_listed(owner=reporter.organisation) for _each in range(3)]
    open_march()
    make_channel(address=listener.address, organisation=reporter.organisation)
    assert morning() == Delivered(sent=1)
    said = listener.heard[0]["message"]
    assert "填报月报 × 3" in said
    assert f"({SITE}/work/)" in said
    assert not [project for project in projects if project.name in said]
    assert Notice.objects.get().recipient is None


def test_what_two_members_of_a_group_may_do_is_counted_once(listener):
    reporter = make_reporter()
    make_reporter(reporter.organisation)
    make_listed(owner=reporter.organisation)
    open_march()
    make_channel(address=listener.address, organisation=reporter.organisation)
    morning()
    assert "填报月报 × 1" in listener.heard[0]["message"]


def test_the_districts_group_is_told_what_waits_for_the_office(listener):
    reporter = make_reporter()
    report_march(make_listed(owner=reporter.organisation), by=reporter)
    make_channel(address=listener.address)
    morning()
    assert "审定月报 × 1" in listener.heard[0]["message"]


def test_many_tasks_are_named_up_to_a_number_and_the_rest_counted(listener):
    reporter = make_reporter()
    for _each in range(17):
        make_listed(owner=reporter.organisation)
    open_march()
    make_channel(reporter, address=listener.address)
    morning()
    lines = [x for x in listener.heard[0]["message"].splitlines() if x.startswith("- ")]
    assert len(lines) == 16
    assert lines[-1] == "- 另有 2 项"


def test_what_people_typed_does_not_become_markdown():
    assert plain("[免费](http://a.cn)\n# 大标题") == "［免费］（http://a.cn） ＃ 大标题"


def test_a_project_named_in_html_does_not_become_html(mailbox):
    set_site(host="127.0.0.1", port=mailbox.port, security="insecure", sender="bihuan@example.cn")
    reporter = make_reporter()
    make_listed(owner=reporter.organisation, name="<b>某路</b>")
    open_march()
    make_channel(reporter, kind="mail", address="somebody@example.cn")
    assert morning() == Delivered(sent=1)
    (letter,) = mailbox.letters
    html = next(part for part in letter.walk() if part.get_content_type() == "text/html")
    assert "&lt;b&gt;某路" in text_of(html)


def test_mail_has_plain_text_beside_the_html(mailbox):
    set_site(host="127.0.0.1", port=mailbox.port, security="insecure", sender="bihuan@example.cn")
    reporter, project = make_waiting()
    make_channel(reporter, kind="mail", address="somebody@example.cn")
    assert morning() == Delivered(sent=1)
    (letter,) = mailbox.letters
    parts = {
        part.get_content_type(): text_of(part) for part in letter.walk() if not part.is_multipart()
    }
    assert project.name in parts["text/plain"]
    assert f'<a href="{SITE}/progress/2024-03/{project.pk}/">' in parts["text/html"]
    assert "somebody@example.cn" in letter["To"]


def test_without_a_mail_server_mail_fails_and_says_so():
    make_channel(make_waiting()[0], kind="mail", address="somebody@example.cn")
    assert morning() == Delivered(failed=1)
    assert Notice.objects.get().last_error == "尚未设置邮件服务器。"


@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu"])
def test_a_private_robot_is_spoken_to_in_its_own_language(listener, kind):
    reporter, project = make_waiting()
    make_channel(reporter, kind=kind, address=listener.address, secret="SECabc")
    assert morning() == Delivered(sent=1)
    assert project.name in str(listener.heard[0])


def test_a_robot_that_refuses_is_a_failure_with_its_number(listener):
    make_channel(make_waiting()[0], kind="wecom", address=listener.address)
    listener.answer = '{"errcode": 93000, "errmsg": "invalid webhook url"}'
    assert morning() == Delivered(failed=1)
    assert "93000" in Notice.objects.get().last_error
    assert "invalid webhook url" not in Notice.objects.get().last_error


def test_a_viewer_with_a_channel_is_left_in_peace(listener):
    make_waiting()
    make_channel(make_user(role=Role.VIEWER), address=listener.address)
    assert morning() == Delivered(dropped=1)


def test_what_is_overdue_is_said_to_be(listener):
    make_channel(make_waiting()[0], address=listener.address)
    morning(on=date(2024, 4, 1))
    assert listener.heard[0]["title"] == "待办 1 项，其中逾期 1 项"
    assert "逾期 4 天" in listener.heard[0]["message"]


def test_mail_that_the_server_does_not_take_is_a_failure():
    set_site(host="127.0.0.1", port=9, security="insecure", sender="bihuan@example.cn")
    make_channel(make_waiting()[0], kind="mail", address="somebody@example.cn")
    assert morning() == Delivered(failed=1)
    assert "邮件服务器未受理" in Notice.objects.get().last_error
