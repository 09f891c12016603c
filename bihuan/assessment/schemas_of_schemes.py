"""What the API takes and gives of schemes and their drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Schema

from bihuan.kit.preset_faults import PresetFault
from bihuan.kit.preset_files import MOST_BYTES
from bihuan.kit.schemas import Day, RowNumber

from .models import AdoptedScheme, SchemeDraft, SchemeEdition
from .rules.scheme import Scheme
from .rules.scheme_differences import SchemeDifference
from .rules.scheme_texts import scheme_text
from .schemas import SchemeOut
from .wording import item_in_words, sheet_in_words

DraftName = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
SchemeName = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]
SchemeText = Annotated[str, Field(max_length=MOST_BYTES, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class SchemeInWordsOut(Schema):
    """A scheme with its text, and by sheet and item what is said of it in words."""

    scheme: SchemeOut
    text: str
    words: dict[str, dict[str, str]]
    rules: dict[str, list[str]]

    @classmethod
    def of(cls, name: str, scheme: Scheme, *, chosen: bool, text: str = "") -> SchemeInWordsOut:
        return cls(
            scheme=SchemeOut.of(name, scheme, chosen=chosen),
            text=text or scheme_text(scheme, name),
            words={
                sheet.id: {item.id: item_in_words(item) for item in sheet.items}
                for sheet in scheme.sheets
            },
            rules={sheet.id: sheet_in_words(sheet) for sheet in scheme.sheets},
        )


class CheckIn(Schema):
    text: SchemeText


class FaultOut(Schema):
    """One thing wrong in a text: where, and what was expected there."""

    line: int
    key: str
    sentence: str

    @classmethod
    def of(cls, fault: PresetFault) -> FaultOut:
        return cls(line=fault.line, key=fault.key, sentence=fault.sentence)


class CheckOut(Schema):
    """What is wrong with a text; without faults, the scheme that it is."""

    faults: list[FaultOut]
    scheme: SchemeInWordsOut | None


class DraftIn(Schema):
    """`scheme` is the name of the one that is copied."""

    name: DraftName
    scheme: SchemeName


class DraftTextIn(Schema):
    """The text of the next edition; `edition` is the one that was read."""

    text: SchemeText
    edition: RowNumber
    note: Note = ""


class DraftNameIn(Schema):
    name: DraftName


class RestoreIn(Schema):
    """`number` is the earlier edition that is brought back."""

    number: RowNumber
    edition: RowNumber


class AdoptIn(Schema):
    """From which day on; without one, from the first day that is open."""

    edition: RowNumber
    since: Day | None = None


class DraftOut(Schema):
    id: int
    name: str
    copied_from: str
    edition: int
    discarded: bool
    by: str
    at: datetime

    @classmethod
    def of(cls, draft: SchemeDraft) -> DraftOut:
        return cls(
            id=draft.pk,
            name=draft.name,
            copied_from=draft.origin,
            edition=draft.edition,
            discarded=draft.discarded_at is not None,
            by=str(draft.made_by),
            at=draft.made_at,
        )


class DraftTextOut(DraftOut):
    """A draft with the text of its newest edition."""

    text: str

    @classmethod
    def of_edition(cls, draft: SchemeDraft, edition: SchemeEdition) -> DraftTextOut:
        return cls(**DraftOut.of(draft).dict(), text=edition.text)


class DifferenceOut(Schema):
    """A value that differs; None where one of both has none."""

    sheet: str
    item: str
    key: str
    before: str | None
    after: str | None

    @classmethod
    def of(cls, each: SchemeDifference) -> DifferenceOut:
        said: dict[str, Any] = vars(each)
        return cls(**said)


class EditionOut(Schema):
    """One edition, with the values that it changed (`more` are not listed)."""

    number: int
    note: str
    restores: int | None
    by: str
    at: datetime
    adopted_as: str
    changes: list[DifferenceOut]
    more: int


class AdoptedOut(Schema):
    """An adopted scheme: `name` is that of its choice, `digest` SHA-256 of the scheme."""

    name: str
    digest: str
    by: str
    at: datetime

    @classmethod
    def of(cls, row: AdoptedScheme) -> AdoptedOut:
        return cls(name=row.name, digest=row.digest, by=str(row.by), at=row.at)
