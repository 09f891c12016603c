"""gunicorn inside our own process: one worker with a few threads is plenty for a district."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication

from . import ticking
from .backups import daily
from .wsgi import application


class Server(BaseApplication):
    """Serves until it is told to stop."""

    def __init__(self, *, host: str, port: int, threads: int) -> None:
        self._options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "worker_class": "gthread",
            "threads": threads,
            "preload_app": True,  # a fault at start-up is shown once, and memory is shared
            "control_socket_disable": True,
            "loglevel": "warning",
            "graceful_timeout": 10,
            "timeout": 120,  # seconds; a large workbook takes a while
            "post_worker_init": _start_clock,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return application


def _start_clock(worker: Any) -> None:
    ticking.start()
    daily.start()
