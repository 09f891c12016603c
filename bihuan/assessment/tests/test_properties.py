"""What holds of every score and place, whatever is known of whomever (ASSESS-14 to ASSESS-20)."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bihuan.assessment.presets import scheme_presets, schemes_of
from bihuan.assessment.queries.assessed import facts_assessed
from bihuan.assessment.queries.inputs import SheetFacts
from bihuan.assessment.rules.item_points import SheetColumns
from bihuan.assessment.rules.noise import REPORTED, spans
from bihuan.assessment.rules.scoring import (
    Graded,
    ScoreAdjustment,
    score_of,
    scored,
    size_groups,
)
from bihuan.assessment.rules.sheet_sums import SheetSums
from bihuan.figures.kinds import Unit

SCHEME = schemes_of(Path(__file__).with_name("every_formula.yaml"))["ten_items"].latest
SHEET = SCHEME.sheets[0]
SPECS = list(dict.fromkeys(SHEET.specs))
UNITS = {spec: list(Unit)[place % len(Unit)] for place, spec in enumerate(SPECS)}
ITEMS = [item.id for item in SHEET.items]

values = st.decimals(-5, 160, places=1) | st.sampled_from([Decimal(0), Decimal(100), Decimal(1)])
known = st.fixed_dictionaries({}, optional=dict.fromkeys(SPECS, values))
given_points = st.builds(
    ScoreAdjustment,
    st.just("1"),
    st.decimals(-20, 20, places=6).filter(bool),
    st.just("调"),
    st.just("因"),
)
subjects = st.lists(
    st.builds(
        Graded,
        st.just(""),
        st.just(""),
        known,
        exempt=st.dictionaries(st.sampled_from([*ITEMS, "idle"]), st.just("不可抗力"), max_size=2),
        adjustments=st.lists(given_points, max_size=1).map(tuple),
    ),
    min_size=1,
    max_size=6,
).map(lambda found: [replace(each, key=str(n), label=str(n)) for n, each in enumerate(found)])


def places(subjects):
    return facts_assessed(SCHEME, SHEET, SheetFacts(list(subjects), {}, UNITS))


@given(subjects)
def test_a_score_is_the_exact_sum_of_its_lines_or_has_a_reason(subjects):
    for score in scored(SHEET, subjects):
        assert score.total == sum((line.points for line in score.lines), Decimal())
        assert bool(score.lines) is score.is_assessed is not bool(score.reason)
        if score.is_assessed:
            assert [line.id for line in score.lines[: len(ITEMS)]] == ITEMS
            assert all(line.points == 0 and line.note for line in score.lines if not line.applies)


@given(subjects, st.randoms())
def test_the_order_in_which_subjects_come_changes_nothing(subjects, drawn):
    shuffled = drawn.sample(subjects, len(subjects))
    assert places(subjects) == places(shuffled)


@given(subjects, st.integers(0, 5))
def test_who_is_twice_there_has_one_score_and_one_place(subjects, place):
    twin = replace(subjects[place % len(subjects)], key="twin", label="twin")
    found = {each.ranked.score.key: each.ranked for each in places([*subjects, twin])}
    one, other = found["twin"], found[subjects[place % len(subjects)].key]
    assert one.score.lines == other.score.lines
    assert (one.rank, one.first, one.last) == (other.rank, other.first, other.last)


@given(subjects)
def test_places_are_within_a_size_group_and_skip_those_who_share_one(subjects):
    found = [each.ranked for each in places(subjects)]
    for each in found:
        group = [
            other.score.total
            for other in found
            if other.score.is_assessed and other.score.size_group == each.score.size_group
        ]
        if each.rank is None:
            assert not each.score.is_assessed
        else:
            assert each.number == len(group)
            assert each.rank == 1 + sum(total > each.score.total for total in group)
            assert 1 <= each.first <= each.rank <= each.last <= each.number


@given(subjects, st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(10), Decimal(100)]))
def test_the_lean_way_to_totals_agrees_with_the_full_one(subjects, percent):
    scores, groups = scored(SHEET, subjects), size_groups(SHEET, subjects)
    lean = spans(SHEET, subjects, scores, percent, UNITS)
    for subject, score, span in zip(subjects, scores, lean, strict=True):
        totals = [score.total]
        for factor in (1 - percent / 100, 1 + percent / 100) if score.is_assessed else ():
            moved = {
                spec: value * factor if UNITS[spec] in REPORTED else value
                for spec, value in subject.known.items()
            }
            group = groups[score.size_group]
            again = score_of(SHEET, replace(subject, known=moved), group, score.size_group)
            totals += [again.total] if again.is_assessed else []
        assert span == (min(totals), max(totals))
        assert score_of(SHEET, subject, groups[score.size_group], score.size_group) == score


@given(subjects, st.sampled_from(SPECS))
def test_what_nobody_knows_never_counts_as_nought(subjects, lost):
    without = [
        replace(each, known={s: v for s, v in each.known.items() if s != lost}) for each in subjects
    ]
    for score in scored(SHEET, without):
        for item, line in zip(SHEET.items, score.lines, strict=False):
            if (
                lost in item.inputs.values() and item.id != "steps"
            ):  # of two parts, one may be there
                assert not line.applies


@given(subjects)
def test_over_a_plan_of_nought_nothing_is_divided(subjects):
    plan = next(item for item in SHEET.items if item.id == "funds").inputs["plan"]
    noughts = [replace(each, known={**each.known, plan: Decimal()}) for each in subjects]
    for score in scored(SHEET, noughts):
        assert all(not line.applies for line in score.lines if line.id == "funds")


@given(st.data())
def test_re_weighting_keeps_the_total_of_who_has_all_points(data):
    schemes = [scheme_presets()["default"].latest, SCHEME]
    sheet = data.draw(st.sampled_from([sheet for each in schemes for sheet in each.sheets]))
    sheet = replace(sheet, vetoes=(), blocks=(), most=None, least=None)
    weighing = {item.id: item.max for item in sheet.items if item.shares_weight}
    away = data.draw(st.sets(st.sampled_from(sorted(weighing)), max_size=len(weighing) - 1))
    sums = SheetSums(sheet, SheetColumns(sheet))
    points = [None if item.id in away else item.max for item in sheet.items]
    assert sums.total(points, [], ()) in (None, sheet.total)
    more = sums.reweighted(points)
    assert (more.points if more else 0) == sum(weighing[each] for each in away)


@given(subjects)
def test_nobody_is_lost_and_nobody_comes_twice(subjects):
    found = Counter(each.ranked.score.key for each in places(subjects))
    assert found == Counter(each.key for each in subjects)
