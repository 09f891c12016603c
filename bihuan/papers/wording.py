"""What each kind of paper says, as an office may set it: sentences with words to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from bihuan.kit.words import gettext
from bihuan.matters.kinds import ABOUT_RESULTS, PaperKind
from bihuan.matters.policies import PolicyReading

WORDS = frozenset(
    {
        "district",
        "short",
        "year",
        "number",
        "today",
        "signer",
        "issuer",
        "matter",
        "kind",
        "type",
        "severity",
        "level",
        "colour",
        "project",
        "code",
        "title",
        "text",
        "source",
        "source_ref",
        "lead",
        "supporting",
        "in_charge",
        "commander",
        "principals",
        "raised",
        "due",
        "first_due",
        "overdue",
        "left",
        "held",
        "milestone",
        "milestone_day",
        "progress",
        "feed_back",
        "subject",
        "sheet",
        "score",
        "rank",
        "of",
        "grade",
        "period",
        "scheme",
        "measure",
        "amount",
        "decided_by",
    }
)
"""What a sentence may name in braces."""
_PIECE = re.compile(r"\[([^\[\]]*)\]|\{(\w+)\}")
_WORD = re.compile(r"\{(\w+)\}")
_BRACE = re.compile(r"[{}]")


def fill(sentence: str, words: Mapping[str, str]) -> str:
    """Return `sentence` with `{words}` filled in; a part in square brackets goes if one of its
    words is empty. What is filled in is never read for words again.
    """

    def piece(found: re.Match[str]) -> str:
        part, word = found.groups()
        if word:
            return words.get(word, "")
        if not all(words.get(name) for name in _WORD.findall(part)):
            return ""
        return _WORD.sub(lambda inner: words[inner.group(1)], part)

    return _PIECE.sub(piece, sentence)


@dataclass(frozen=True)
class PaperField:
    """One label of the form's table. `room` lines stay free for the pen."""

    label: str
    value: str = ""
    wide: bool = False
    room: int = 0


@dataclass(frozen=True)
class Wording:
    """One kind of paper. `drop_mm` is how far the mark stands below the text area's upper edge;
    `upward` puts the signer beside the number.
    """

    number: str
    title: str
    text: str = ""
    addressee: str = ""
    mark: str = "{issuer}"
    drop_mm: int = 0
    upward: bool = False
    fields: tuple[PaperField, ...] = ()
    copies_to: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for sentence in self._sentences():
            unknown = [name for name in _WORD.findall(sentence) if name not in WORDS]
            if unknown:
                raise ValueError(gettext("There is no word “%s” to fill in.") % unknown[0])
            if _BRACE.search(_WORD.sub("", sentence)):
                raise ValueError(gettext("A brace stands alone in “%s”.") % sentence[:40])
        in_number = set(_WORD.findall(self.number))
        if not {"year", "number"} <= in_number <= {"year", "number", "short", "district"}:
            raise ValueError(
                gettext(
                    "A paper's number names {year} and {number}, and at most {short} or {district}."
                )
            )
        if not 0 <= self.drop_mm <= 100:
            raise ValueError(gettext("The mark stands 0 to 100 mm below the upper edge."))

    def _sentences(self) -> Iterator[str]:
        yield from (self.number, self.title, self.text, self.addressee, self.mark)
        yield from self.copies_to
        for line in self.fields:
            yield line.value


@dataclass(frozen=True)
class Wordings:
    """An office's papers. `short` is the character that numbers begin with; if it is empty, the
    first of the district's name.
    """

    title: str
    source: str
    version: int
    issuer: str
    reminder: Wording
    assignment: Wording
    supervision: Wording
    report: Wording
    decisions: Wording
    yellow_card: Wording | None = None
    red_card: Wording | None = None
    result: Wording | None = None
    short: str = ""
    readings: tuple[PolicyReading, ...] = ()

    def __post_init__(self) -> None:
        known = [kind for kind in PaperKind if getattr(self, kind.value) is not None]
        series = [self.of(kind).number for kind in known]
        if len(set(series)) < len(series):
            raise ValueError(gettext("Two kinds of paper would bear the same numbers."))

    def with_those_of(self, shipped: Wordings) -> Wordings:
        """Return them with what we ship of those kinds of which an office's file says nothing."""
        none = [kind.value for kind in ABOUT_RESULTS if getattr(self, kind.value) is None]
        return replace(self, **{name: getattr(shipped, name) for name in none})

    def of(self, kind: PaperKind) -> Wording:
        found = getattr(self, kind.value)
        assert isinstance(found, Wording)
        return found


assert {each.value for each in PaperKind} <= {field.name for field in fields(Wordings)}
