"""The installation's keys: nothing secret lies open, keys change, and their loss is survived."""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.signing import Signer
from django.db import connection
from django.utils import timezone

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.log import ClockActor
from bihuan.audit.models import Event
from bihuan.kit import sealing
from bihuan.kit.errors import Refusal
from bihuan.kit.keyfiles import keys_in
from bihuan.notices.models import Channel, Post
from bihuan.site import keyring
from bihuan.site.home import initialise, keep_private

pytestmark = [pytest.mark.django_db, pytest.mark.in_turns]
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123-abcd"
CLEAR = (ADDRESS, "SEC-of-a-robot", "Password-of-mail", "JBSWY3DPEHPK3PXP")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME, settings.ENCRYPTION_KEYS = tmp_path, []


def secrets_of_old() -> None:
    """Rows as the first version left them: in clear."""
    channel = Channel.objects.create(
        name="群", kind="wecom", address="x", secret="x", added_at=timezone.now()
    )
    post = Post.objects.create(pk=1)
    user = make_user()
    TOTP.activate(user, CLEAR[3])
    RecoveryCodes.activate(user)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE work_channel SET address = %s, secret = %s WHERE id = %s",
            [ADDRESS, CLEAR[1], channel.pk],
        )
        cursor.execute("UPDATE work_post SET mail_password = %s WHERE id = %s", [CLEAR[2], post.pk])
    for step in Authenticator.objects.all():
        step.data |= {"secret": CLEAR[3]} if step.type == "totp" else {"seed": "seed-in-clear"}
        step.save()


def everything_stored() -> str:
    """Return all that the tables with secrets hold."""
    with connection.cursor() as cursor:
        found = []
        for table in ("work_channel", "work_post", "mfa_authenticator"):
            cursor.execute(f"SELECT * FROM {table}")  # a name of ours
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def opened() -> tuple[str, ...]:
    channel, post = Channel.objects.get(), Post.objects.get()
    totp = Authenticator.objects.get(type="totp")
    return tuple(
        sealing.unseal(text)
        for text in (channel.address, channel.secret, post.mail_password, totp.data["secret"])
    )


def test_secrets_of_an_old_installation_are_sealed_and_say_so_in_the_record():
    secrets_of_old()
    assert all(text in everything_stored() for text in CLEAR)
    assert keyring.seal_all(by=ClockActor(), at=timezone.now()) == 4
    assert not [text for text in (*CLEAR, "seed-in-clear") if text in everything_stored()]
    assert opened() == CLEAR
    assert keyring.seal_all(by=ClockActor(), at=timezone.now()) == 0
    verbs = Event.objects.values_list("verb", flat=True)
    assert {v for v in verbs if v.endswith(".resealed")} == {
        "channel.resealed",
        "post.resealed",
        "second_step.resealed",
    }


def test_no_door_writes_a_secret_in_clear(client):
    office = make_user()
    client.force_login(office)
    client.post(
        "/work/notices/mine/",
        {"name": "群", "kind": "wecom", "address": ADDRESS, "secret": "SEC-x1"},
    )
    TOTP.activate(office, generate_totp_secret())
    RecoveryCodes.activate(office)
    Channel(
        name="群", kind="wecom", address=ADDRESS, secret="SEC-x2", added_at=timezone.now()
    ).save()
    stored = everything_stored()
    assert stored.count(sealing.MARK) == 6
    assert not [text for text in (ADDRESS, "SEC-x1", "SEC-x2") if text in stored]


def test_a_change_of_keys_opens_everything_and_leaves_one_key():
    secrets_of_old()
    first = keyring.rotate(by=ClockActor(), at=timezone.now())
    before = everything_stored()
    second = keyring.rotate(by=ClockActor(), at=timezone.now())
    assert (first.resealed, second.resealed, second.dropped) == (4, 4, 1)
    assert before != everything_stored()
    assert opened() == CLEAR
    assert sealing.keys_held() == 1


@pytest.mark.parametrize("point", ["reseal_channels", "reseal_second_steps", "end_rotation"])
def test_an_interrupted_change_goes_on(monkeypatch, point):
    secrets_of_old()
    keyring.seal_all(by=ClockActor(), at=timezone.now())

    class Killed(BaseException):
        pass

    def dies(**_more):
        raise Killed

    owner = sealing if point == "end_rotation" else keyring
    with monkeypatch.context() as patched:
        patched.setattr(owner, point, dies)
        with pytest.raises(Killed):
            keyring.rotate(by=ClockActor(), at=timezone.now())
    assert opened() == CLEAR
    assert keyring.state()
    newest = keys_in(sealing.key_file())[0]
    keyring.rotate(by=ClockActor(), at=timezone.now())
    assert keys_in(sealing.key_file()) == [newest]
    assert opened() == CLEAR
    assert keyring.state() == []


def test_without_its_key_everything_starts_and_says_what_to_enter_anew(client):
    secrets_of_old()
    initialise()
    sealing.key_file().unlink()
    initialise()
    told = "\n".join(keyring.state())
    assert [word in told for word in ("“群”", "邮件服务器", "二次验证")] == [True] * 3
    office = make_user()
    client.force_login(office)
    assert "•••" in client.get("/work/channels/").content.decode()
    client.post(f"/work/channels/{Channel.objects.get().pk}/test/")
    assert "密钥" in client.get("/work/channels/").content.decode()
    step = Authenticator.objects.get(type="totp")
    with pytest.raises(Refusal) as why:
        step.wrap().validate_code("123456")
    assert "unlock" in str(why.value)
    client.post(
        "/work/channels/settings/",
        {
            "digest_from": "08:30",
            "mail_port": 465,
            "mail_security": "ssl",
            "mail_password": "anew",
        },
    )
    assert sealing.unseal(Post.objects.get().mail_password) == "anew"
    assert keyring.rotate(by=ClockActor(), at=timezone.now()).lost


@pytest.mark.once
def test_a_new_key_of_sessions_signs_nobody_out(ready_cli, tmp_path):
    cli, home = ready_cli, tmp_path / "home"
    old = (home / "secret-key").read_text().split()
    signed = Signer(key=old[0]).sign("zhang")
    told = json.loads(cli("rotate-keys", "--json").stdout)
    assert told["lost"] == told["given"] == []
    new = (home / "secret-key").read_text().split()
    assert new[1:] == old
    settled = cli("diffsettings", "--all").stdout
    assert f"SECRET_KEY = '{new[0]}'" in settled
    assert f"SECRET_KEY_FALLBACKS = ['{old[0]}']" in settled
    assert Signer(key=new[0], fallback_keys=new[1:]).unsign(signed) == "zhang"
    cli("rotate-keys", "--forget")
    assert len((home / "secret-key").read_text().split()) == 1


@pytest.mark.once
def test_keys_of_the_environment_are_left_to_it(ready_cli, tmp_path):
    given = {"SECRET_KEY": "given", "BIHUAN_ENCRYPTION_KEYS": sealing.new_key()}
    told = json.loads(ready_cli("rotate-keys", "--json", **given).stdout)
    assert told["given"] == list(given)
    kept = {path.name for path in (tmp_path / "home" / "keys").glob("*")}
    assert kept == {"record.pem"}  # the record's own


def open_to_others(home: Path) -> Iterator[str]:
    for path in (home, *home.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = 0o700 if path.is_dir() else 0o600
        if mode & ~wanted:
            yield f"{path.relative_to(home)} {mode:o}"


@pytest.mark.once
def test_a_data_folder_is_its_owners_alone(ready_cli, tmp_path):
    home = tmp_path / "home"
    assert not list(open_to_others(home))  # made by `init` under such a mask
    mask = os.umask(0)
    try:
        ready_cli("create-user", "office", "--role", "office", BIHUAN_PASSWORD="Red-lantern-7")
        ready_cli("rotate-keys")
    finally:
        os.umask(mask)
    assert {"bihuan.sqlite3", "secret-key", "keys"} <= {path.name for path in home.iterdir()}
    assert not list(open_to_others(home))


@pytest.mark.once
def test_an_old_data_folder_is_closed_to_others_and_nothing_else_is_touched(ready_cli, tmp_path):
    home = tmp_path / "home"
    (home / "media" / "visits").mkdir(parents=True)
    (home / "media" / "visits" / "1.jpg").touch()
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    stranger, linked = home / "notes.txt", tmp_path / "elsewhere"
    stranger.touch(mode=0o644)
    stranger.chmod(0o644)
    linked.touch()
    linked.chmod(0o644)
    (home / "media" / "link").symlink_to(linked)
    ready_cli("init")
    assert {line.split()[0] for line in open_to_others(home)} == {"media/link", "notes.txt"}
    assert stat.S_IMODE(linked.stat().st_mode) == 0o644
    assert keep_private(home) == []


@pytest.mark.once
def test_nothing_clear_is_left_in_the_file_of_an_old_installation(ready_cli, tmp_path):
    home = tmp_path / "home"
    path = home / "bihuan.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute(
            "INSERT INTO work_post (id, digest_from, site_address, mail_host, mail_port,"
            " mail_security, mail_user, mail_password, mail_from)"
            " VALUES (1, '08:30', '', 'smtp', 465, 'ssl', '', ?, '')",
            ["Password-in-clear"],
        )
    database.close()
    assert b"Password-in-clear" in path.read_bytes()
    ready_cli("init")
    kept = b"".join(each.read_bytes() for each in home.glob("bihuan.sqlite3*"))
    assert b"Password-in-clear" not in kept
