from bihuan.notices.tests.conftest import listener, mailbox

__all__ = ["listener", "mailbox"]
