"""Which figures there are of parts of the district: of a project, an organisation, a commander."""

from .kinds import Unit
from .measures import FIGURES
from .records import SUBJECTS
from .records.subject import by_id

RECORD_FIGURES = by_id(SUBJECTS)


def label_of(figure_id: str) -> str:
    """Return what people call a figure that can be broken down; its id if there is none."""
    if figure_id in FIGURES:
        return FIGURES[figure_id].label
    known = RECORD_FIGURES.get(figure_id)
    return str(known.measure.label) if known else figure_id


def divisible(figure_id: str) -> bool:
    """Return whether a figure can be broken down: those of projects and of records."""
    return figure_id in FIGURES or figure_id in RECORD_FIGURES


def unit_of(figure_id: str) -> Unit | None:
    """Return the unit of a figure that can be broken down; None if there is none."""
    if figure_id in FIGURES:
        return FIGURES[figure_id].measure.unit
    known = RECORD_FIGURES.get(figure_id)
    return known.measure.unit if known else None
