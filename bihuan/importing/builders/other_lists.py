"""What a ledger puts on a second list: projects that stand on another list of the year already."""

from __future__ import annotations

from dataclasses import dataclass, field

from bihuan.importing.proof.questions import Desk
from bihuan.importing.queries import AnyProject, ExistingRecords
from bihuan.kit.words import gettext
from bihuan.plans.models import Entry
from bihuan.projects.kinds import Tier

MOST_NAMED = 3


@dataclass
class SecondLists:
    """The projects that come onto a list besides one on which they stand, by both lists."""

    found: dict[tuple[Tier, Tier], list[str]] = field(default_factory=dict)

    def note(self, existing: ExistingRecords, project: AnyProject, year: int, tier: str) -> None:
        """Note a project that comes onto a list."""
        for other in Tier:
            stands = existing.entries.get((id(project), year, str(other)))
            if str(other) != tier and isinstance(stands, Entry) and stands.left_on is None:
                self.found.setdefault((Tier(tier), other), []).append(project.name)

    def tell(self, desk: Desk) -> None:
        """Say so in the table's proof: no project leaves a list by being brought in on another."""
        for (tier, other), names in self.found.items():
            text = gettext(
                "%(count)s projects stand on the list “%(other)s” and stay there; they come onto"
                " “%(tier)s” besides: %(names)s."
            )
            told = {"count": len(names), "other": other.label, "tier": tier.label}
            desk.prove(text % {**told, "names": "、".join(names[:MOST_NAMED])})
        self.found.clear()
