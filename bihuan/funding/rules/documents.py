"""A quota's document: used once, unless its total says that it names several projects (FUND-4).

Pure: values in, refusal out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bihuan.kit.days import long_day
from bihuan.kit.errors import Refusal
from bihuan.kit.money import in_unit
from bihuan.kit.words import gettext


@dataclass(frozen=True)
class DocumentUse:
    """A document as it was used: where first, how much of it is given, and if it names this line
    already.
    """

    number: str
    where: str
    issued_on: date
    given_yuan: int
    total_yuan: int | None
    names_line: bool


def check_use(used: DocumentUse, *, on: date, yuan: int) -> None:
    """Refuse by name and where a document that was used, on another day, or beyond its total."""
    said = {"number": used.number, "where": used.where, "day": long_day(used.issued_on)}
    if used.total_yuan is None or used.names_line:
        raise Refusal(gettext("“%(number)s” was used already: %(where)s, %(day)s.") % said)
    if on != used.issued_on:
        raise Refusal(gettext("“%(number)s” is of %(day)s (%(where)s).") % said)
    given = used.given_yuan + yuan
    if given > used.total_yuan:
        said |= {"given": in_unit(given), "total": in_unit(used.total_yuan)}
        raise Refusal(
            gettext("“%(number)s” gives %(total)s in all; with this it would be %(given)s.") % said
        )


def check_total(total_yuan: int | None, yuan: int) -> None:
    """Refuse a total that is less than one quota of the document."""
    if total_yuan is not None and total_yuan < yuan:
        raise Refusal(gettext("The total of the document is less than this quota."))
