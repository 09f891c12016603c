"""The industry chains of a year: who leads, what they put out, how they grew, both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from bihuan.figures.kinds import Comparison
from bihuan.figures.queries import Compared, Figure, chain_figures, compared
from bihuan.figures.questions import Question
from bihuan.kit.words import _
from bihuan.projects.models import Chain
from bihuan.statistics.chains.models import ChainLead, ChainMember

OUTPUT, GROWTH = "chain_output", "chain_growth"
COMPARABLE, TARGET, REACHED = "chain_growth_comparable", "chain_target", "chain_target_reached"
SHORT = {
    OUTPUT: _("Output of the year"),
    GROWTH: _("Growth, the whole chain"),
    COMPARABLE: _("Growth, comparable base"),
    TARGET: _("Target of the year"),
    REACHED: _("Target reached"),
}


@dataclass(frozen=True)
class ChainFigure:
    """A figure of a chain under a short name, with the address that opens it."""

    label: str
    found: Figure
    href: str


@dataclass(frozen=True)
class ChainLine:
    """A chain with its figures of a year by kind; none where nothing was entered."""

    chain: Chain
    lead: ChainLead | None
    year: int
    figures: Mapping[str, Figure] = field(default_factory=dict)
    to_target: Compared | None = None
    enterprises: int = 0

    @property
    def output(self) -> Figure | None:
        return self.figures.get(OUTPUT)

    @property
    def growth(self) -> Figure | None:
        return self.figures.get(GROWTH)

    @property
    def comparable(self) -> Figure | None:
        return self.figures.get(COMPARABLE)

    @property
    def target(self) -> Figure | None:
        return self.figures.get(TARGET)

    @property
    def reached(self) -> Figure | None:
        return self.figures.get(REACHED)

    @property
    def shown(self) -> list[ChainFigure]:
        """The figures in the order in which they are read."""
        return [
            ChainFigure(str(label), self.figures[kind], self.address(self.figures[kind]))
            for kind, label in SHORT.items()
            if kind in self.figures
        ]

    @property
    def gains_differ(self) -> bool:
        """True if the two growths are not the same: somebody came or left."""
        return bool(self.growth and self.comparable) and self._values(GROWTH, COMPARABLE)

    def _values(self, one_kind: str, other_kind: str) -> bool:
        return self.figures[one_kind].value != self.figures[other_kind].value

    def address(self, found: Figure) -> str:
        """Return where a figure opens to its definition and rows."""
        query = urlencode({"year": self.year})
        return f"{reverse('figures:figure', args=[found.id])}?{query}"


def chain_lines(year: int) -> list[ChainLine]:
    """Return every chain; the largest output first, then those without any."""
    question = Question(year)
    found = {each.id: each for each in chain_figures(question)}
    outputs = [each for each in found.values() if each.id.startswith(OUTPUT + ".")]
    aimed = compared(outputs, question, Comparison.PLAN)
    to_target = {each.figure.id: each for each in aimed if each.base is not None}
    leads = ChainLead.objects.select_related("leader", "department")
    by_chain = {lead.chain_id: lead for lead in leads}
    members = Counter(ChainMember.objects.filter(until=None).values_list("chain", flat=True))
    lines = []
    for chain in Chain.objects.all():
        ids = {kind: f"{kind}.{chain.name}" for kind in SHORT}
        lines.append(
            ChainLine(
                chain,
                by_chain.get(chain.pk),
                year,
                {kind: found[each] for kind, each in ids.items() if each in found},
                to_target.get(ids[OUTPUT]),
                members[chain.pk],
            )
        )
    return sorted(lines, key=lambda line: -int(line.output.value or 0) if line.output else 1)
