"""Translation for rules and other files that know no other word of Django.

`_` marks a sentence and translates it when it is shown; `gettext` translates it now, into
`get_language()`.
"""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

__all__ = ["_", "article", "get_language", "gettext", "joined"]


def joined(things: Iterable[object]) -> str:
    """Return things in one line, between them what the language puts there."""
    return gettext(", ").join(map(str, things))


def article(clause: str) -> str:
    """Return the clause of a set of rules by its number alone: 第3条, or Article 3. The set's own
    name stands where the rules are shown.
    """
    number = clause.rpartition("-")[2]
    return gettext("Article %s") % number if number.isdigit() else clause
