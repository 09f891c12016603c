"""What the adversary plays with is called as the registry calls it."""

import pytest

from bihuan.assessment.rules.made_projects import (
    BARE,
    OF_SEGMENTS,
    SEGMENTS,
    MadeFigures,
    MadeProject,
)
from bihuan.figures.declared import divisible


@pytest.mark.parametrize("figure_id", [*BARE, *(f"{name}.all" for name in OF_SEGMENTS)])
def test_a_made_figure_is_one_of_the_registry(figure_id):
    assert divisible(figure_id)
    MadeFigures(MadeProject("made"), 6).value(figure_id)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_a_made_segment_is_one_of_the_registry(segment):
    assert any(divisible(f"{name}.{segment}") for name in OF_SEGMENTS)


def test_a_figure_that_made_projects_lack_is_said():
    with pytest.raises(KeyError):
        MadeFigures(MadeProject("made"), 6).value("no.such.figure")
