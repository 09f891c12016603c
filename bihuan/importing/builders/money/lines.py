"""The lines of money that an import meets, with what stands of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bihuan.funding.drafts import LineDraft
from bihuan.funding.kinds import FundingStage
from bihuan.funding.models import FundingEntry, FundingLine, QuotaDocument
from bihuan.funding.rules.ladder import LadderStep, Sums, summed
from bihuan.importing.money.words import batch_of
from bihuan.importing.queries import AnyProject, ExistingRecords
from bihuan.kit.numbers import plain

_SEVERAL = re.compile(r"[、,，;；\r\n]+")


@dataclass(eq=False)
class KnownLine:
    """A line that stands or is to be, with its steps that count and the documents of its quota."""

    line: FundingLine | LineDraft
    project: AnyProject
    steps: list[LadderStep] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        return isinstance(self.line, LineDraft)

    @property
    def sums(self) -> Sums:
        return summed(self.steps)

    @property
    def batch(self) -> str:
        return batch_of(self.line.batch)

    def stands(self, stage: FundingStage, until: date | None = None) -> int:
        """Return what stands at a stage, all of it or up to a day."""
        told = [s for s in self.steps if s.stage is stage and (until is None or s.on <= until)]
        return sum(step.yuan or 0 for step in told)

    def newest(self, stage: FundingStage) -> date | None:
        """Return the day of the newest entry of a stage."""
        return max((step.on for step in self.steps if step.stage is stage), default=None)

    def day_of(self, stage: FundingStage) -> date | None:
        """Return the day on which a stage was first reached."""
        return min((step.on for step in self.steps if step.stage is stage), default=None)


@dataclass(frozen=True)
class UsedDocument:
    """A quota's document that stands, with what it was used for."""

    document: QuotaDocument
    uses: tuple[tuple[int, int, str], ...]
    """The line's key, the yuan and the line's name of each use."""


class KnownLines:
    """All lines of the projects that an import meets."""

    def __init__(self, existing: ExistingRecords) -> None:
        self.existing = existing
        self._fresh: list[KnownLine] = []

    def of(self, project: AnyProject, programme: str) -> list[KnownLine]:
        """Return the lines of a project's programme."""
        stand = self._by_project.get((id(project), programme), [])
        return [*stand, *(x for x in self._fresh if self._is(x, project, programme))]

    @staticmethod
    def _is(known: KnownLine, project: AnyProject, programme: str) -> bool:
        return known.project is project and known.line.programme == programme

    def by_key(self, key: str) -> KnownLine | None:
        """Return the line with our own key."""
        return self._by_key.get(key)

    def add(self, draft: LineDraft) -> KnownLine:
        found = KnownLine(draft, draft.project)
        self._fresh.append(found)
        return found

    @cached_property
    def _all(self) -> list[KnownLine]:
        projects = self.existing.projects
        found = {
            line.pk: KnownLine(line, projects[line.project_id])
            for line in FundingLine.objects.filter(project__in=projects.keys()).order_by("pk")
        }
        rows = FundingEntry.objects.filter(line__in=found.keys(), is_current=True)
        for entry in rows.order_by("on", "pk"):
            known = found[entry.line_id]
            known.steps.append(entry.step)
            if entry.stage == FundingStage.ISSUED and entry.document_number:
                number = document_key(entry.document_number)
                yuan = entry.amount_yuan or 0
                known.documents[number] = known.documents.get(number, 0) + yuan
        return list(found.values())

    @cached_property
    def _by_project(self) -> dict[tuple[int, str], list[KnownLine]]:
        found: dict[tuple[int, str], list[KnownLine]] = {}
        for known in self._all:
            key = (id(known.project), known.line.programme)
            found.setdefault(key, []).append(known)
        return found

    @cached_property
    def _by_key(self) -> dict[str, KnownLine]:
        return {str(x.line.pk): x for x in self._all if isinstance(x.line, FundingLine)}

    @cached_property
    def documents(self) -> dict[tuple[str, str], UsedDocument]:
        """The documents that stand, by programme and number, with their uses."""
        uses: dict[int, list[tuple[int, int, str]]] = {}
        rows = FundingEntry.objects.filter(is_current=True, quota__isnull=False)
        for entry in rows.select_related("line__project"):
            told = (entry.line_id, entry.amount_yuan or 0, str(entry.line))
            uses.setdefault(entry.quota_id or 0, []).append(told)
        return {
            (each.programme, document_key(each.number)): UsedDocument(
                each, tuple(uses.get(each.pk, ()))
            )
            for each in QuotaDocument.objects.all()
        }


def document_key(number: str) -> str:
    """Return a document's number without spaces, its year in one kind of brackets."""
    told = "".join(plain(number).split())
    return re.sub(r"[(\[【](20\d{2})[)\]】]", r"〔\1〕", told)


def numbers_in(cell: str) -> Iterator[str]:
    """Yield the numbers of the documents that a cell names."""
    return (told for part in _SEVERAL.split(cell) if (told := "".join(part.split())))


def year_in(number: str) -> int | None:
    """Return the year that a document's number bears."""
    found = re.search(r"〔(20\d{2})〕", document_key(number))
    return int(found[1]) if found else None
