"""The whole server, as it is served: who sends slowly, or half, holds up nobody else."""

import socket

from .served import served

HALF = {
    "header": b"POST /sign-in/login/ HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "body": b"POST /sign-in/login/ HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nlogin=",
}


def open_all(port, sent, count):
    callers = [socket.create_connection(("127.0.0.1", port)) for _ in range(count)]
    for caller in callers:
        caller.sendall(sent)
        caller.settimeout(0)
    return callers


def is_open(caller):
    try:
        return caller.recv(1) is None
    except BlockingIOError:
        return True


def test_pages_are_served_while_two_hundred_send_half(office_home):
    home, session = office_home
    with served(home) as server:
        server.session = session
        callers = [each for sent in HALF.values() for each in open_all(server.port, sent, 100)]
        assert server.ask("/district/").status == 200
        assert server.rename_district("鹤城区").status == 200
        assert all(is_open(each) for each in callers)
        for each in callers:
            each.close()
