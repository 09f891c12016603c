import pytest

from bihuan.kit.addresses import client_address, network_of, networks

PROXIES = networks("127.0.0.1, 10.0.0.0/8")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # no proxy of ours: not believed
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),  # the left one was typed by anybody
        ("127.0.0.1", "1.1.1.1, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("127.0.0.1", "10.9.9.9, 10.2.3.4", "10.9.9.9"),  # the farthest, if all are proxies
        ("127.0.0.1", "nonsense, 10.2.3.4", "10.2.3.4"),
        ("127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
        ("127.0.0.1", '"[2001:db8::7]:4711"', "2001:db8::7"),
        ("::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", ""),
    ],
)
def test_an_address_is_believed_as_far_as_trusted_proxies_wrote_it(peer, forwarded, address):
    assert client_address(peer, forwarded, PROXIES) == address


def test_without_trusted_proxies_nothing_forwarded_is_believed():
    assert client_address("127.0.0.1", "198.51.100.1", ()) == "127.0.0.1"


def test_all_addresses_of_a_network_of_ipv6_count_as_one():
    assert network_of("2001:db8::7") == network_of("2001:db8::ffff") == "2001:db8::/64"
    assert network_of("198.51.100.1") == "198.51.100.1"
    assert network_of("nonsense") == ""


def test_what_is_no_network_is_not_taken():
    with pytest.raises(ValueError, match="nonsense"):
        networks("10.0.0.0/8,nonsense")
