"""Who stands on the red and the black list, on values alone."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.assessment.kinds import ResultList
from bihuan.assessment.presets import scheme_presets
from bihuan.assessment.rules.results import BLACK_LIST, listings
from bihuan.assessment.rules.scoring import Score, ScoreLine
from bihuan.kit.preset_faults import PresetError

from .small_scheme import TEXT, scheme_in

LISTS = "lists: {red: {places: 1}, black: {places: 1, below: 60, item: completion}}"


def sheet_with(folder, lists=LISTS):
    return scheme_in(folder, TEXT.replace(LISTS, lists)).sheets[0]


@cache
def _sheet():
    with TemporaryDirectory() as folder:
        return sheet_with(Path(folder))


def score(sheet, key, points, *, group=0, applies=True, grade=""):
    line = ScoreLine("completion", "完成率", Decimal(points), Decimal(60), "试-1", applies=applies)
    return Score(key, key, sheet, (line,), grade=grade, size_group=group)


def colours(sheet, scores, exempt=None):
    found = listings(sheet, scores, exempt or {})
    return {each.key: (each.colour.value, each.spared) for each in found}


def test_the_first_is_red_and_the_last_is_black_if_the_target_was_missed(tmp_path):
    sheet = sheet_with(tmp_path)
    scores = [score(sheet, key, points) for key, points in (("a", 90), ("b", 50), ("c", 40))]
    assert colours(sheet, scores) == {"a": ("red", False), "c": ("black", False)}


@pytest.mark.parametrize(("points", "black"), [("59.99", True), ("60", False)])
def test_who_met_the_target_is_not_black_however_low_the_rank(tmp_path, points, black):
    sheet = sheet_with(tmp_path)
    scores = [score(sheet, "a", 90), score(sheet, "b", points)]
    assert ("b" in colours(sheet, scores)) == black


BY_VALUE = "lists: {red: {places: 1}, black: {places: 1, value_below: 100, item: completion}}"


@pytest.mark.parametrize(("rate", "black"), [("99.99", True), ("100", False), ("216.72", False)])
def test_whose_value_reached_the_target_is_not_black_though_overshoot_cost_points(
    tmp_path, rate, black
):
    sheet = sheet_with(tmp_path, BY_VALUE)
    best, last = score(sheet, "a", 60), score(sheet, "b", 0)
    line = replace(last.lines[0], inputs={"rate": Decimal(rate)})
    assert ("b" in colours(sheet, [best, replace(last, lines=(line,))])) == black


def test_no_shipped_sheet_blackens_by_points_that_fall_beyond_the_target():
    for dated in scheme_presets().values():
        for sheet in dated.on(date(2024, 12, 31)).sheets:
            black = sheet.lists.black if sheet.lists else None
            item = sheet.item(black.item) if black else None
            if item is not None and black.below is not None:
                above = getattr(item.formula.rule, "above", ())
                assert not any(band.per < 0 for band in above)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        (LISTS.replace("below: 60", "places: 1"), "places"),
        (LISTS.replace("below: 60, ", ""), "value_below"),
        (LISTS.replace("below: 60", "below: 60, value_below: 100"), "value_below"),
    ],
)
def test_a_black_list_says_one_way_of_missing(tmp_path, lists, said):
    with pytest.raises(PresetError, match=said):
        sheet_with(tmp_path, lists)


def test_where_the_item_does_not_apply_there_was_no_target(tmp_path):
    sheet = sheet_with(tmp_path)
    scores = [score(sheet, "a", 90), score(sheet, "b", 0, applies=False)]
    assert "b" not in colours(sheet, scores)


@pytest.mark.parametrize("excused", [BLACK_LIST, "completion"])
def test_force_majeure_spares_by_an_approved_exemption(tmp_path, excused):
    sheet = sheet_with(tmp_path)
    scores = [score(sheet, "a", 90), score(sheet, "b", 10)]
    assert colours(sheet, scores, {"b": {excused: "洪灾"}})["b"] == ("black", True)
    assert colours(sheet, scores, {"b": {"steps": "洪灾"}})["b"] == ("black", False)


def test_a_group_has_its_own_lists_and_a_small_one_no_bottom(tmp_path):
    sheet = sheet_with(tmp_path)
    scores = [
        score(sheet, "a", 90),
        score(sheet, "b", 10),
        score(sheet, "c", 5, group=1),
    ]
    assert colours(sheet, scores) == {
        "a": ("red", False),
        "b": ("black", False),
        "c": ("red", False),
    }


def test_equal_scores_at_the_edge_are_all_in_it(tmp_path):
    sheet = sheet_with(tmp_path)
    scores = [score(sheet, key, points) for key, points in (("a", 90), ("b", 9), ("c", 9))]
    assert colours(sheet, scores) == {
        "a": ("red", False),
        "b": ("black", False),
        "c": ("black", False),
    }


def test_a_grade_makes_the_red_list_with_or_without_places(tmp_path):
    both = sheet_with(tmp_path, "lists: {red: {places: 1, grade: 优秀}}")
    scores = [score(both, "a", 95), score(both, "b", 91, grade="优秀")]
    assert colours(both, scores) == {}
    grade = sheet_with(tmp_path, "lists: {red: {grade: 优秀}}")
    assert colours(grade, scores) == {"b": ("red", False)}


@pytest.mark.parametrize(
    ("lists", "key"),
    [
        ("lists: {red: {}}", "red"),
        ("lists: {red: {places: 0}}", "places"),
        ("lists: {red: {grade: 特优}}", "grade"),
        ("lists: {black: {places: 0, below: 60}}", "places"),
        ("lists: {black: {places: 1, below: 60, item: weather}}", "item"),
        ("lists: {black: {places: 1}}", "below"),
    ],
)
def test_rules_of_lists_that_make_no_sense_name_their_key(tmp_path, lists, key):
    with pytest.raises(PresetError, match=key):
        sheet_with(tmp_path, lists)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=12), st.randoms())
def test_lists_do_not_depend_on_order_and_never_cross(points, luck):
    sheet = _sheet()
    scores = [score(sheet, str(n), each) for n, each in enumerate(points)]
    found = colours(sheet, scores)
    shuffled = scores[:]
    luck.shuffle(shuffled)
    assert colours(sheet, shuffled) == found
    red = [points[int(key)] for key, (colour, _s) in found.items() if colour == ResultList.RED]
    black = [points[int(key)] for key, (colour, _s) in found.items() if colour == ResultList.BLACK]
    assert red
    assert all(each == max(points) for each in red)
    assert all(each == min(points) < 60 for each in black)
