"""Each of the example's twelve months under every scheme whose subjects the district has."""

from decimal import Decimal

import pytest

from bihuan.assessment.kinds import Assessed
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.queries import assessed
from bihuan.figures.questions import Question

from .loaded import bring_in_example

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OURS = [each for each in Assessed if each is not Assessed.AREAS]
SHEETS = {"default": 4, "yanan": 1, "attraction": 2}
"""By scheme, of how many kinds of subjects of the district it has sheets."""


def test_every_month_is_scored_under_every_scheme(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    bring_in_example()
    tried = dict.fromkeys(SHEETS, 0)
    for name, dated in scheme_presets().items():
        for who in OURS:
            if dated.latest.sheets_for(who):
                tried[name] = tried.get(name, 0) + 1
                for month in range(1, 13):
                    check_scores(assessed(dated.latest, Question(2024, month), who))
    assert tried == SHEETS


def check_scores(found):
    assert any(each.ranked.score.is_assessed for each in found)
    for each in found:
        ranked, score = each.ranked, each.ranked.score
        if score.is_assessed:
            assert score.total == sum((line.points for line in score.lines), Decimal())
            assert 1 <= ranked.first <= ranked.rank <= ranked.last <= ranked.number
        else:
            assert score.reason
            assert ranked.rank is None
