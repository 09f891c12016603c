from collections.abc import Iterator

import pytest

from .servers import Listener, Mailbox, listening, taking_mail


@pytest.fixture
def listener() -> Iterator[Listener]:
    """An HTTP server on this machine."""
    with listening() as heard:
        yield heard


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on this machine."""
    with taking_mail() as taken:
        yield taken
