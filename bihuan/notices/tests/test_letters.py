from email.message import Message

import pytest

from bihuan.notices.actions import Delivered
from bihuan.notices.letters import plain
from bihuan.notices.models import Notice
from bihuan.progress.tests.factories import make_listed, make_reporter, open_march

from .factories import SITE, make_channel, make_waiting, morning, set_site

pytestmark = pytest.mark.django_db


def text_of(part: Message) -> str:
    return part.get_payload(decode=True).decode()


def test_without_an_address_of_the_system_there_are_no_links(listener):
    make_channel(make_waiting()[0], address=listener.address)
    morning()
    assert "](" not in listener.heard[0]["message"]


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


def test_mail_that_the_server_does_not_take_is_a_failure():
    set_site(host="127.0.0.1", port=9, security="insecure", sender="bihuan@example.cn")
    make_channel(make_waiting()[0], kind="mail", address="somebody@example.cn")
    assert morning() == Delivered(failed=1)
    assert "邮件服务器未受理" in Notice.objects.get().last_error
