"""Where points were lost, and which marks lie above: the nearest comes first."""

from decimal import Decimal
from random import Random

import pytest

from bihuan.assessment.kinds import Lines
from bihuan.assessment.rules.explained import losses, next_marks
from bihuan.assessment.rules.scoring import Graded, Score, ScoreLine, scored
from bihuan.assessment.wording import line_in_words, mark_in_words, reweighting_steps

from .small_scheme import TEXT, scheme_in
from .test_why import two_items


@pytest.fixture
def sheet(tmp_path):
    return scheme_in(tmp_path).sheets[0]


def graded(sheet, *values):
    specs = list(dict.fromkeys(sheet.specs))
    known = {spec: Decimal(v) for spec, v in zip(specs, values, strict=True) if v is not None}
    return Graded("1", "甲", known)


def score_of_values(sheet, *values):
    (score,) = scored(sheet, [graded(sheet, *values)])
    assert score.is_assessed
    return score


def at(sheet, total):
    """Return a score of so many points, all of them of the first item."""
    item = sheet.items[0]
    line = ScoreLine(item.id, item.title, Decimal(total), item.max, item.clause)
    return Score("1", "甲", sheet, (line,))


def test_what_was_lost_comes_to_what_is_missing_from_the_total(sheet):
    drawn = Random(28)
    for _try in range(200):
        steps = drawn.choice([None, Decimal(drawn.randint(0, 1000)) / 10])
        score = score_of_values(sheet, drawn.randint(0, 100), steps, drawn.randint(0, 12))
        found = losses(score)
        assert sum((each.lost for each in found), score.total) == sheet.total
        assert [each.lost for each in found] == sorted((e.lost for e in found), reverse=True)


def test_what_may_be_won_on_top_is_not_lost_and_a_veto_is(tmp_path):
    sheet = scheme_in(
        tmp_path, TEXT.replace("max: 10\n", "max: 10\n          extra: 5\n", 1)
    ).sheets[0]
    score = score_of_values(sheet, 100, 100, 0)
    assert losses(score) == []
    veto = ScoreLine("veto:late", "否决", Decimal(-40), Decimal(), "试-9", Lines.VETO)
    (lost,) = losses(Score("1", "甲", sheet, (*score.lines, veto)))
    assert (lost.line, lost.lost, lost.weight) == (veto, Decimal(40), Decimal())


def test_the_next_marks_are_round_numbers_the_grade_the_place_and_what_was_asked(sheet):
    totals = [Decimal(t) for t in ("99", "88.2", "88.2", "87.4", "50")]
    marks = next_marks(at(sheet, "87.4"), totals, Decimal(89))
    assert [(str(m.points), m.grade, m.rank, m.is_asked) for m in marks] == [
        ("88.2", "", 2, False),
        ("89", "", None, True),
        ("90", "优秀", None, False),
        ("100", "", None, False),
    ]
    assert [mark_in_words(m) for m in marks] == [
        "88.2分（第2名）",
        "89分（自定目标）",
        "90分（优秀）",
        "100分",
    ]


@pytest.mark.parametrize(
    ("total", "wanted", "points"),
    [
        ("90", None, ["100"]),
        ("89.99", None, ["90", "100"]),
        ("100", None, []),
        ("100", 90, []),
        ("-3", None, ["0", "10", "60"]),
        ("0", None, ["10", "20", "60"]),
        ("59", 60, ["60", "70"]),
    ],
)
def test_marks_lie_above_the_score_and_within_what_the_sheet_gives(sheet, total, wanted, points):
    asked = None if wanted is None else Decimal(wanted)
    assert [str(m.points) for m in next_marks(at(sheet, total), [], asked)] == points


def test_who_is_not_assessed_has_neither_losses_nor_marks(sheet):
    nobody = Score("1", "甲", sheet, reason="没有数据")
    assert losses(nobody) == []
    assert next_marks(nobody, [Decimal(90)]) == []


def test_each_kind_of_line_says_its_rule(sheet, tmp_path):
    score = score_of_values(sheet, 80, None, 1)
    by_kind = {line.kind: line for line in score.lines}
    assert "分值" in line_in_words(by_kind[Lines.REWEIGHTING], sheet)
    assert list(reweighting_steps(score)) == ["57 × 30 ÷ 70 ≈ 24.4286"]
    assert line_in_words(score.lines[0], sheet).startswith("完成率乘以60分")
    adjusted = ScoreLine("adjustment:1", "调整", Decimal(1), Decimal(), "试", Lines.ADJUSTMENT)
    assert "批准" in line_in_words(adjusted, sheet)
    whole = two_items(tmp_path)
    assert list(reweighting_steps(score_of_values(whole, 100, 0))) == []
