"""The server by itself, with an application of the test's own: no caller holds up the others."""

import json
import resource
import socket
from contextlib import contextmanager, suppress
from dataclasses import replace
from io import BytesIO
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from bihuan.site.connections import Connection, Limits
from bihuan.site.listening import listen
from bihuan.site.server import Server
from bihuan.site.serving import never_fails

PATIENCE_SECONDS = 60  # until a test that waits in vain fails; no test is faster for it
LIMITS = Limits()
ASK = b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n"


def hello(environ, start_response):
    body = environ["wsgi.input"].read() or b"hello"
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


@contextmanager
def running(application=hello, limits=LIMITS, threads=2):
    server = Server(application, heard=listen("127.0.0.1", 0), threads=threads, limits=limits)
    loop = Thread(target=server.run, daemon=True)
    loop.start()
    try:
        yield server
    finally:
        server.stop()
        loop.join(PATIENCE_SECONDS)
        assert not loop.is_alive()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "0.0.0.0"])
def test_every_way_to_name_this_machine_is_listened_to(host):
    server = Server(hello, heard=listen(host, 0), threads=1)
    address = (server.effective_host, int(server.effective_port))
    socket.create_connection(address, PATIENCE_SECONDS).close()
    server.close()


def in_parts(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    yield from (b"hel", b"lo")


def from_a_file(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return environ["wsgi.file_wrapper"](BytesIO(b"hello"))


@pytest.mark.parametrize("application", [hello, in_parts, from_a_file])
def test_head_is_answered_by_headers_alone_and_the_next_answer_is_the_next(application):
    with running(application) as server:
        caller = connect(server, ASK.replace(b"GET", b"HEAD"), b"GET / HTTP/1.0\r\n\r\n")
        first, _mark, rest = read_all(caller).partition(b"\r\n\r\n")
    assert first.startswith(b"HTTP/1.1 200")
    if b"Content-Length" not in first:  # then the server closes the connection
        assert rest == b""
    else:
        assert rest.startswith(b"HTTP/1.0 200")
        assert rest.endswith(b"\r\n\r\nhello")


def connect(server, *said):
    caller = socket.create_connection(("127.0.0.1", int(server.effective_port)), PATIENCE_SECONDS)
    for each in said:
        caller.sendall(each)
    return caller


def read_all(caller):
    """Return all that comes until the server closes, be it with words of the caller unread."""
    parts = []
    with suppress(ConnectionResetError):
        while part := caller.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def read_answer(caller):
    """Return one answer of a connection that stays open."""
    said = b""
    while b"\r\n\r\n" not in said:
        said += caller.recv(65_536)
    head, _, body = said.partition(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += caller.recv(65_536)
    return head, body


def is_open(caller):
    """True if the server has neither closed the connection nor said anything."""
    caller.settimeout(0)
    try:
        return caller.recv(1) is None
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        caller.settimeout(PATIENCE_SECONDS)


def wait_until_idle(server):
    """Wait until no request is at work: the thread that answered goes on after its last byte."""
    deadline = monotonic() + PATIENCE_SECONDS
    while any(each.is_at_work() for each in list(server.active_channels.values())):
        assert monotonic() < deadline
        sleep(0.001)


HALVES = {
    "nothing": b"",
    "half a header": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf",
    "half a chunk": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhalf",
}


@pytest.mark.parametrize("half", HALVES.values(), ids=HALVES)
def test_two_hundred_callers_that_never_finish_hold_up_nobody(half):
    with running(limits=replace(LIMITS, all_body_bytes=10**12)) as server:
        slow = [connect(server, half) for _ in range(200)]
        head, body = read_answer(connect(server, ASK))
        assert (head[:15], body) == (b"HTTP/1.1 200 OK", b"hello")
        assert all(is_open(each) for each in slow)


def test_callers_that_do_not_read_a_large_answer_hold_no_thread():
    def large(environ, start_response):
        if environ["PATH_INFO"] == "/page":
            return hello(environ, start_response)
        start_response("200 OK", [("Content-Length", str(30 * 2**20))])
        return [b"x" * 2**20 for _ in range(30)]

    with running(large) as server:
        deaf = [connect(server, ASK.replace(b"/page", b"/large")) for _ in range(6)]
        assert read_answer(connect(server, ASK))[1] == b"hello"
        length = len(
            read_all(connect(server, ASK.replace(b"/page", b"/large").replace(b"1.1", b"1.0")))
        )
        assert length > 30 * 2**20
        for each in deaf:
            each.close()


@pytest.mark.parametrize(("path", "kind"), [("/form", "text/html"), ("/api/x", "application/json")])
def test_too_large_a_body_is_refused_before_it_is_sent(path, kind):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {100 * 2**20}\r\n\r\n"
    with running() as server:
        head, _, body = read_all(connect(server, head.encode())).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413 ")
    assert f"Content-Type: {kind}".encode() in head
    number = head.split(b"X-Request-Number: ")[1][:8]
    assert number in body
    assert "60 MB" in body.decode()
    if kind == "application/json":
        assert json.loads(body)["number"] == number.decode()


def test_who_keeps_sending_too_much_still_reads_why_it_was_refused():
    head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {100 * 2**20}\r\n\r\n".encode()
    with running() as server:
        caller = connect(server, head, *[b"x" * 65_536] * 100)
        assert b" 413 " in caller.recv(65_536)


@contextmanager
def files_of_at_most(most):
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@pytest.mark.parametrize("size", ["Content-Length: 3000000", "Transfer-Encoding: chunked"])
def test_what_cannot_be_written_down_on_its_way_in_is_answered(size):
    head = f"POST /api/x HTTP/1.1\r\nHost: x\r\n{size}\r\n\r\n2dc6c0\r\n".encode()
    with running() as server, files_of_at_most(700_000):
        caller = connect(server, head, b"x" * 3_000_000)
        head, _, body = read_all(caller).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        said = json.loads(body)
        assert said["number"] in head.decode()
        assert "磁盘" in said["message"]
        assert read_answer(connect(server, ASK))[1] == b"hello"


def test_who_asks_first_whether_a_large_body_may_come_is_told_no():
    head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: {}\r\n\r\n"
    with running() as server:
        refused = connect(server, head.format(100 * 2**20).encode())
        assert read_all(refused).startswith(b"HTTP/1.1 413 ")
        taken = connect(server, head.format(4).encode())
        assert taken.recv(65_536).startswith(b"HTTP/1.1 100 ")
        taken.sendall(b"body")
        assert read_answer(taken)[1] == b"body"


BROKEN = {
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "no protocol": b"GET\r\n\r\n",
    "a bare newline": b"GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n",
    "no header": b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "no length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a chunk of no size": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "an unknown encoding": b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
    "a long header": b"GET / HTTP/1.1\r\nX: " + b"x" * 70_000,
    "a long address": b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_gets_a_page_of_ours_with_a_number(sent):
    with running() as server:
        head, _, body = read_all(connect(server, sent)).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] in (b"400", b"431", b"501")
    assert b"X-Request-Number: " in head
    assert '<html lang="zh-hans">' in body.decode()
    assert b"waitress" not in (head + body).lower()


@pytest.mark.parametrize("sent", [b"?" + b"x" * 70_000, b" HTTP/1.1\r\nX: " + b"x" * 70_000])
def test_a_programme_is_told_in_json_that_it_sent_too_much_before_the_body(sent):
    with running() as server:
        head, _, body = read_all(connect(server, b"GET /api/figures" + sent)).partition(b"\r\n\r\n")
    assert head.split(b" ")[1] == b"431"
    assert b"application/json" in head
    assert "读" in json.loads(body)["message"]


def test_a_page_about_what_cannot_be_read_speaks_the_chosen_language():
    sent = b"POST / HTTP/1.1\r\nCookie: django_language=en\r\nContent-Length: 99999999\r\n\r\n"
    with running() as server:
        assert b"More was sent than the server takes" in read_all(connect(server, sent))


@pytest.mark.parametrize("value", ["wall；", "面", "\U0001f600"])
def test_a_header_that_cannot_be_sent_is_a_fault_with_our_page_and_its_traceback(value, caplog):
    def broken(_environ, start_response):
        start_response("200 OK", [("Set-Cookie", f"mode={value}")])
        return [b"never sent"]

    with running(never_fails(broken)) as server:
        head, body = read_answer(connect(server, ASK))
    assert head.startswith(b"HTTP/1.1 500 ")
    assert head.split(b"X-Request-Number: ")[1][:8] in body
    assert any(record.exc_info for record in caplog.records)


def test_a_fault_in_the_middle_of_an_answer_leaves_its_traceback(caplog):
    def broken(_environ, start_response):
        start_response("200 OK", [])
        yield b""
        raise RuntimeError("half an answer")

    with running(never_fails(broken)) as server:
        head, _body = read_answer(connect(server, ASK))
    assert head.startswith(b"HTTP/1.1 500 ")
    assert any(record.exc_info for record in caplog.records)


def test_a_fault_outside_django_becomes_our_page():
    def broken(_environ, _start_response):
        raise RuntimeError("no application")

    with running(never_fails(broken)) as server:
        head, body = read_answer(connect(server, ASK))
    assert head.startswith(b"HTTP/1.1 500 ")
    assert head.split(b"X-Request-Number: ")[1][:8] in body


def test_whose_time_is_up_is_closed():
    limits = replace(LIMITS, header_seconds=0, idle_seconds=0)
    with running(limits=limits) as server:
        for half in HALVES.values():
            assert read_all(connect(server, half)) == b""


def late_after(connection, seconds):
    return connection.is_late(connection.began + seconds)


def test_each_part_of_a_request_has_its_own_time():
    with running() as server, socket.socket() as ours:
        connection = Connection(server, ours, ("192.0.2.1", 1), server.adj, map={})
        assert not late_after(connection, LIMITS.idle_seconds - 1)
        assert late_after(connection, LIMITS.idle_seconds + 1)
        connection.received(HALVES["half a header"])
        connection.last_activity = connection.began + 1_000  # a byte now and then does not help
        assert not late_after(connection, LIMITS.header_seconds - 1)
        assert late_after(connection, LIMITS.header_seconds + 1)
        connection.received(b"x\r\nContent-Length: 40000\r\n\r\n")
        most = LIMITS.body_seconds + 40_000 / LIMITS.slowest_bytes
        assert not late_after(connection, most - 1)
        assert late_after(connection, most + 1)
        connection.close()


def test_who_has_been_idle_longest_makes_room_for_another_of_its_address():
    with running(limits=replace(LIMITS, per_address=3)) as server:
        kept = []
        for _ in range(3):
            kept.append(connect(server, ASK))
            read_answer(kept[-1])
            wait_until_idle(server)
        newcomer = connect(server, ASK)
        assert read_answer(newcomer)[1] == b"hello"
        assert read_all(kept[0]) == b""
        assert is_open(kept[1])
        assert is_open(kept[2])


def test_who_is_at_work_is_never_closed_to_make_room():
    at_work, may_end = Event(), Event()

    def slow(environ, start_response):
        at_work.set()
        may_end.wait(PATIENCE_SECONDS)
        return hello(environ, start_response)

    with running(slow, limits=replace(LIMITS, connections=1)) as server:
        first = connect(server, ASK)
        at_work.wait(PATIENCE_SECONDS)
        assert read_all(connect(server)) == b""
        may_end.set()
        assert read_answer(first)[1] == b"hello"


def test_a_caller_that_cannot_be_accepted_does_not_close_the_door(monkeypatch):
    with running() as server:
        monkeypatch.setattr(server, "make_room", lambda _newcomer: 1 / 0)
        failed = connect(server, ASK)
        assert read_answer(failed)[1] == b"hello"
        monkeypatch.undo()
        assert read_answer(connect(server, ASK))[1] == b"hello"


def test_uploads_together_take_no_more_than_they_may():
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 600\r\n\r\n"
    with running(limits=replace(LIMITS, all_body_bytes=1_000)) as server:
        first = connect(server, head)  # is read before the next is even accepted
        assert read_all(connect(server, head)).startswith(b"HTTP/1.1 503 ")
        first.sendall(b"x" * 600)
        assert len(read_answer(first)[1]) == 600


def test_what_was_begun_is_finished_after_the_server_was_told_to_stop():
    at_work, may_end = Event(), Event()

    def slow(environ, start_response):
        at_work.set()
        may_end.wait(PATIENCE_SECONDS)
        return hello(environ, start_response)

    with running(slow) as server:
        idle, caller = connect(server), connect(server, ASK)
        at_work.wait(PATIENCE_SECONDS)
        server.stop()
        assert read_all(idle) == b""
        may_end.set()
        assert read_answer(caller)[1] == b"hello"
        assert read_all(caller) == b""
