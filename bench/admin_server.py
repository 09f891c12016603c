"""Serve Django's admin with as many processes and threads as `serve` has: `python -m
bench.admin_server PORT`.
"""

from __future__ import annotations

import os
import socket
import sys

from django.core.wsgi import get_wsgi_application
from waitress import create_server

PROCESSES, THREADS = 2, 3


def main() -> None:
    """Answer on a port until a signal ends all processes."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.admin_settings"
    heard = socket.socket()
    heard.bind(("127.0.0.1", int(sys.argv[1])))
    heard.listen(1_024)
    application = get_wsgi_application()
    for _another in range(PROCESSES - 1):
        if os.fork() == 0:
            break
    create_server(application, sockets=[heard], threads=THREADS).run()


if __name__ == "__main__":
    main()
