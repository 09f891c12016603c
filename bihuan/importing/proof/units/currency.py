"""Tables that say they count in another currency than yuan: asked whether they are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.importing.proof.questions import STANDS, AnswerChoice, Desk, no_row_read
from bihuan.importing.proof.rows.settling import SKIP
from bihuan.kit.money import is_foreign
from bihuan.kit.numbers import plain
from bihuan.kit.words import gettext

CURRENCY = "currency"
_SAYS = re.compile(r"单位|[(]\S{2,6}[)]$|币种")


def ask_currency(desk: Desk, above: Sequence[str], count: int) -> None:
    """Ask of a table whose title names dollars, or another currency, as what it counts in."""
    said = next((t for t in above if _SAYS.search(plain(t)) and is_foreign(plain(t))), "")
    if not said:
        return
    text = gettext("“%s”: only yuan are kept. Are the amounts of this table yuan all the same?")
    choices = [
        AnswerChoice(STANDS, gettext("Yes, they are yuan"), gettext("%s rows are read") % count),
        AnswerChoice(SKIP, gettext("No: do not read this table"), no_row_read(count)),
    ]
    desk.ask(CURRENCY, text % said, choices)
