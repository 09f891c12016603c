from collections.abc import Iterator
from typing import Any

import pytest

from .servers import Listener, Mailbox, listening, taking_mail


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    """An HTTP server on this machine, to which robots may speak in this test."""
    settings.ROBOT_NETWORKS = ["127.0.0.0/8"]
    with listening() as heard:
        yield heard


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on this machine."""
    with taking_mail() as taken:
        yield taken
