"""Where messages may be posted to: never to this machine, by no name, number or redirection."""

import socket
import ssl
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.notices import actions, hosts
from bihuan.notices.hosts import Unreachable, checked, is_open, post

from .factories import at_hour, make_channel

NOON = at_hour(12)
SHUT = [
    "127.0.0.1",
    "127.9.9.9",
    "::1",
    "0.0.0.0",
    "::",
    "169.254.169.254",
    "169.254.1.1",
    "fe80::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "fd00:ec2::254",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "100.64.0.1",
]
OWN_NAMES = ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "0"]


@pytest.mark.parametrize("address", SHUT)
def test_this_machine_and_its_neighbourhood_are_shut(address):
    assert not is_open(ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "192.168.1.1", "172.16.0.9", "59.110.1.1"])
def test_private_networks_are_open_since_robots_of_governments_live_there(address):
    assert is_open(ip_address(address))


def test_an_installation_may_list_the_networks_of_its_robots(settings):
    settings.ROBOT_NETWORKS = ["10.1.0.0/16"]
    assert is_open(ip_address("10.1.2.3"))
    assert not is_open(ip_address("10.2.2.3"))
    assert is_open(ip_address("59.110.1.1"))
    assert not is_open(ip_address("127.0.0.1"))


@pytest.mark.parametrize("name", OWN_NAMES)
def test_no_way_to_write_this_machine_leads_to_it(name):
    with pytest.raises(Unreachable):
        checked(name, 80)


def test_the_machines_own_addresses_are_known_whatever_they_are(monkeypatch):
    monkeypatch.setattr(hosts, "is_open", lambda address: True)  # as if it were a public one
    with pytest.raises(Unreachable):
        checked("127.0.0.1", 80)


def test_a_name_that_leads_to_one_shut_address_among_open_ones_is_refused(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80))
        for each in ("59.110.1.1", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_words, **_more: found)
    with pytest.raises(Unreachable):
        checked("robot.example.cn", 80)


def test_what_was_checked_is_connected_to_whatever_the_name_says_later(listener, monkeypatch):
    asked = []

    def look_up(host, port, **_more):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    status, _answer = post(f"http://robot.example.cn:{listener.port}/x", b"{}")
    assert (status, asked) == (200, ["robot.example.cn"])


def test_a_redirection_is_an_answer_and_is_not_followed(listener):
    listener.status, listener.location = 302, listener.address
    assert post(listener.address, b"{}")[0] == 302
    assert len(listener.heard) == 1


def test_a_certificate_of_another_name_is_not_taken(settings, tmp_path):
    settings.ROBOT_NETWORKS = ["127.0.0.0/8"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(tmp_path))
        Thread(target=_shake_hands, args=(server, context), daemon=True).start()
        with pytest.raises(Unreachable):
            post(f"https://127.0.0.1:{server.getsockname()[1]}/", b"{}")


@pytest.mark.django_db
def test_the_offices_test_of_a_robot_does_not_reach_this_machine(listener, settings):
    settings.ROBOT_NETWORKS = []
    channel = make_channel(make_user(), address=listener.address)
    notice = actions.send_test(channel=channel, by=make_user(), at=NOON)
    assert notice.state == "failed"
    assert listener.heard == []
    assert "127.0.0.1" not in notice.last_error


@pytest.mark.django_db
def test_nothing_of_what_a_server_answers_is_shown(listener):
    listener.answer = '{"errcode": 93000, "errmsg": "root:x:0:0:secret of another server"}'
    channel = make_channel(make_user(), kind="wecom", address=listener.address)
    notice = actions.send_test(channel=channel, by=make_user(), at=NOON)
    assert "93000" in notice.last_error
    assert "secret" not in notice.last_error
    listener.answer = '{"errcode": "root:x:0:0", "errmsg": "x"}'
    notice = actions.send_test(channel=channel, by=make_user(), at=NOON)
    assert "root" not in notice.last_error


def _shake_hands(server: socket.socket, context: ssl.SSLContext) -> None:
    line, _from = server.accept()
    try:
        context.wrap_socket(line, server_side=True).close()
    except OSError:
        line.close()


def _certificate(folder: Path) -> Path:
    """Return a file with a key and a certificate that it signed itself."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "other.example.cn")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path = folder / "server.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
