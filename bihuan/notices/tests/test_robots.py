import base64
import hashlib
import hmac
from urllib.parse import parse_qs, urlsplit

import pytest

from bihuan.kit.errors import Refusal
from bihuan.notices.addresses import (
    MailServer,
    check_server,
    is_public,
    masked,
    read_address,
)
from bihuan.notices.kinds import ChannelKind
from bihuan.notices.robots import (
    MOST_BYTES,
    SendingFailed,
    check_answer,
    fitted,
    payload,
    post,
    target,
)

from .factories import at_hour

NOON = at_hour(12)
HOOK = "https://open.feishu.cn/open-apis/bot/v2/hook/0123-abcd"


def signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.digest(key.encode(), message.encode(), hashlib.sha256)).decode()


def test_wecom_takes_markdown():
    said = payload("wecom", "待办", "**待办**", "", NOON)
    assert said == {"msgtype": "markdown", "markdown": {"content": "**待办**"}}


def test_dingtalk_takes_markdown_with_a_title_and_a_signature_in_the_address():
    said = payload("dingtalk", "待办", "- 一项", "SECabc", NOON)
    assert said == {"msgtype": "markdown", "markdown": {"title": "待办", "text": "- 一项"}}
    address = "https://oapi.dingtalk.com/robot/send?access_token=0123456789"
    assert target("dingtalk", address, "", NOON) == address
    query = parse_qs(urlsplit(target("dingtalk", address, "SECabc", NOON)).query)
    moment = str(int(NOON.timestamp() * 1000))
    assert query["timestamp"] == [moment]
    assert query["sign"] == [signature("SECabc", f"{moment}\nSECabc")]
    assert query["access_token"] == ["0123456789"]


def test_feishu_takes_a_card_signed_inside():
    said = payload("feishu", "待办", "- 一项", "", NOON)
    assert said["card"]["header"]["title"]["content"] == "待办"
    assert "sign" not in said
    signed = payload("feishu", "待办", "- 一项", "abc", NOON)
    assert signed["sign"] == signature(f"{signed['timestamp']}\nabc", "")


@pytest.mark.parametrize("answer", [{"errcode": 0}, {"code": 0}, {"StatusCode": 0}])
def test_a_robot_that_took_the_message_says_nought(answer):
    check_answer(answer)


@pytest.mark.parametrize(
    "answer", [{"errcode": 93000, "errmsg": "invalid key"}, {"code": 9499, "msg": "no"}, {}]
)
def test_a_robot_that_refuses_with_200_is_not_believed(answer):
    with pytest.raises(SendingFailed):
        check_answer(answer)


def test_what_cannot_be_read_or_redirects_is_a_failure(listener):
    listener.answer = "<html>"
    with pytest.raises(SendingFailed):
        post(listener.address, {})
    listener.answer = "[1]"
    with pytest.raises(SendingFailed):
        post(listener.address, {})
    listener.status, listener.location = 302, listener.address
    with pytest.raises(SendingFailed):
        post(listener.address, {})
    assert len(listener.heard) == 3


def test_a_long_message_is_cut_at_whole_lines():
    assert fitted("一\n二", 7) == "一\n二"
    assert fitted("一一\n二二\n三三", 17) == "一一\n二二\n…"
    long = "\n".join(f"- 第{number}项：某某道路工程" for number in range(500))
    said = payload("wecom", "待办", long, "", NOON)["markdown"]["content"]
    assert len(said.encode()) <= MOST_BYTES[ChannelKind.WECOM]
    assert said.endswith("\n…")


def test_a_robots_key_alone_is_made_an_address():
    assert read_address("feishu", "0123-abcd") == HOOK
    assert read_address("feishu", f" {HOOK} ") == HOOK
    assert read_address("wecom", "0123-abcd").endswith("/send?key=0123-abcd")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("mail", "nobody"),
        ("mail", "a@b"),
        ("mail", "a@b.cn\nBcc: c@d.cn"),
        ("wecom", "short"),
        ("wecom", "ftp://a.cn/x"),
        ("json", "//a.cn"),
        ("json", "https://"),
        ("json", "https://user:word@a.cn/"),
        ("json", "https://a.cn/ x"),
        ("json", "https://[/"),
        ("json", "https://a.cn:99999/"),
        ("json", ""),
    ],
)
def test_what_leads_nowhere_is_refused(kind, typed):
    with pytest.raises(Refusal):
        read_address(kind, typed)


@pytest.mark.parametrize(
    ("kind", "address", "public"),
    [
        ("mail", "a@b.cn", True),
        ("feishu", HOOK, True),
        ("feishu", HOOK.replace("https", "http"), False),
        ("feishu", HOOK.replace("feishu.cn", "feishu.cn.evil.cn"), False),
        ("wecom", HOOK, False),
        ("json", HOOK, False),
    ],
)
def test_only_the_public_robots_and_mailboxes_are_public(kind, address, public):
    assert is_public(kind, address) is public


def test_screens_show_the_host_and_four_characters():
    assert masked("feishu", HOOK) == "open.feishu.cn/•••abcd"
    assert masked("dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=012345").endswith(
        "•••2345"
    )
    assert masked("mail", "zhang@example.gov.cn") == "z•••@example.gov.cn"
    assert masked("json", "https://a.cn") == "a.cn/•••"


@pytest.mark.parametrize(
    "wrong",
    [
        MailServer(host="smtp.a.cn/x"),
        MailServer(sender="nobody"),
        MailServer(port=0),
        MailServer(port=65_536),
        MailServer(security="rot13"),
    ],
)
def test_a_mail_server_that_cannot_be_one_is_refused(wrong):
    check_server(MailServer(host="smtp.a.cn", sender="a@b.cn"))
    with pytest.raises(Refusal):
        check_server(wrong)
