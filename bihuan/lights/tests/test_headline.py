"""The rules of the headline and of hit rates."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.kit.errors import Refusal
from bihuan.kit.months import Month
from bihuan.lights import rules
from bihuan.lights.kinds import RANK, SPOKEN, Colour
from bihuan.lights.presets import headline_in_force, headline_presets
from bihuan.lights.rules import AccuracyTally, Headline, HeadlineRules, LiftTerms, Three
from bihuan.lights.rules.headline import LIFTED_TO, WORSE
from bihuan.lights.wording import sentence

GREEN, YELLOW, RED, GREY = Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY
MARCH = Month(2024, 3)
DAY = date(2024, 4, 3)
OFFICE = HeadlineRules("t", "s", 1)

days = st.dates(date(2024, 1, 1), date(2024, 12, 31))
months = st.builds(Month, st.just(2024), st.integers(1, 12))
threes = st.builds(
    Three,
    machine=st.sampled_from([None, *Colour]),
    silent=st.booleans(),
    commander=st.sampled_from([None, *SPOKEN]),
    inspector=st.sampled_from([None, *SPOKEN]),
)
lifts = st.none() | st.builds(LiftTerms, st.sampled_from(LIFTED_TO), months, days)


def bad(colour):
    """How bad a colour is in the headline."""
    return WORSE[colour]


@given(threes, lifts, months, days)
def test_the_headline_is_never_better_than_the_worst_unless_a_live_lift_exists(
    three, lift, month, today
):
    shown = rules.headline_on(three, lift, month, today)
    said = three.spoken().values()
    live = lift is not None and today <= lift.until and month >= lift.month
    if shown.colour is None:
        assert not said or (three.machine is None and set(said) == {GREEN})
    elif not live:
        assert all(bad(shown.colour) >= bad(colour) for colour in said)
        assert shown.colour in said


@given(threes, lifts, months, days)
def test_no_lift_passes_the_best_of_the_three_or_silence(three, lift, month, today):
    shown = rules.headline_on(three, lift, month, today)
    if shown.is_lifted:
        assert three.has_signal
        assert min(bad(c) for c in three.spoken().values()) <= bad(shown.colour)
        assert bad(lift.colour) <= bad(shown.colour)
        assert bad(shown.colour) < bad(shown.worst)


@given(threes, lifts, months, days)
def test_silence_is_never_green_whoever_speaks(three, lift, month, today):
    if three.machine is not GREEN and not three.has_signal:
        assert rules.headline_on(three, lift, month, today).colour is not GREEN


@pytest.mark.parametrize(
    ("three", "shown"),
    [
        (Three(GREEN, GREEN, GREEN), GREEN),
        (Three(GREEN, YELLOW), YELLOW),
        (Three(GREEN, None, RED), RED),
        (Three(RED, GREEN, GREEN), RED),
        (Three(GREY), GREY),
        (Three(GREY, GREEN, YELLOW, silent=True), GREY),
        (Three(GREY, None, RED), RED),
        (Three(RED, GREEN, GREEN, silent=True), RED),
        (Three(None, GREEN, GREEN), None),
        (Three(None, YELLOW), YELLOW),
        (Three(None), None),
    ],
)
def test_the_worst_of_the_three_is_shown(three, shown):
    assert rules.headline(three) == Headline(shown, shown)


@pytest.mark.parametrize(
    ("three", "lifted_to", "shown"),
    [
        (Three(RED, GREEN), GREEN, GREEN),
        (Three(RED, YELLOW), GREEN, YELLOW),
        (Three(GREEN, None, RED), YELLOW, YELLOW),
        (Three(RED), GREEN, RED),
        (Three(RED, GREEN, silent=True), GREEN, RED),
        (Three(GREY, GREEN), GREEN, GREY),
        (Three(None, RED, GREEN), GREEN, RED),
        (Three(GREEN), YELLOW, GREEN),
    ],
)
def test_a_lift_reaches_the_best_of_the_three_and_no_further(three, lifted_to, shown):
    assert rules.headline(three, lifted_to).colour is shown


def test_a_lift_holds_to_the_end_of_its_day_for_its_month_and_later():
    lift = LiftTerms(GREEN, MARCH, DAY)
    assert lift.counts(MARCH, DAY)
    assert not lift.counts(MARCH, DAY + timedelta(days=1))
    assert lift.counts(MARCH.next(), DAY)
    assert not lift.counts(MARCH.previous(), DAY)


@pytest.mark.parametrize(("is_judged", "heard"), [(True, RED), (False, None)])
def test_a_light_ends_with_its_year_where_the_new_one_asked_nobody(is_judged, heard):
    december = rules.ordinal(Month(2024, 12))
    for month in (1, 2, 3):
        light = rules.carried_light({december: RED}, december + month, 3, is_judged=is_judged)
        assert (light.colour if light else None) == heard
    assert rules.carried_light({december - 1: RED}, december, 3, is_judged=is_judged)


@pytest.mark.parametrize(("carries", "heard"), [(0, None), (1, RED)])
def test_a_light_counts_as_long_as_it_carries(carries, heard):
    march = rules.ordinal(MARCH)
    light = rules.carried_light({march: RED}, march + 1, carries, is_judged=True)
    assert (light.colour if light else None) is heard
    assert rules.carried_light({march: RED}, march + 2, 1, is_judged=True) is None
    assert rules.carried_light({march: RED}, march - 1, 3, is_judged=True) is None


def test_the_newest_light_is_heard_first():
    assert rules.carried_light({10: RED, 11: YELLOW}, 11, 3, is_judged=True) == (YELLOW, 0)
    assert rules.carried_light({10: RED, 11: YELLOW}, 12, 3, is_judged=True) == (YELLOW, 1)


@pytest.mark.parametrize(
    ("colour", "machine", "better"),
    [
        (GREEN, GREEN, False),
        (GREEN, YELLOW, True),
        (YELLOW, YELLOW, False),
        (YELLOW, RED, True),
        (RED, RED, False),
        (YELLOW, GREEN, False),
        (YELLOW, GREY, True),
        (RED, GREY, False),
        (GREEN, None, True),
    ],
)
def test_a_light_is_better_than_no_signal_unless_it_is_red(colour, machine, better):
    assert rules.is_better(colour, machine) is better


@pytest.mark.parametrize(
    ("today", "allowed"),
    [
        (date(2024, 2, 29), False),
        (date(2024, 3, 1), True),
        (date(2024, 4, 30), True),
        (date(2024, 5, 1), False),
    ],
)
def test_a_commander_speaks_in_the_month_and_the_one_after(today, allowed):
    def check():
        rules.check_commanders(RED, "", MARCH, machine=GREEN, today=today, rules=OFFICE)

    if allowed:
        check()
    else:
        with pytest.raises(Refusal):
            check()


@pytest.mark.parametrize("colour", ["grey", "blue", ""])
def test_nobody_gives_grey(colour):
    with pytest.raises(Refusal):
        rules.check_given(colour, MARCH, DAY)


@pytest.mark.parametrize(
    ("until", "allowed"),
    [
        (DAY - timedelta(days=1), False),
        (DAY, True),
        (DAY + timedelta(days=30), True),
        (DAY + timedelta(days=31), False),
    ],
)
def test_a_lift_lasts_thirty_days_at_most(until, allowed):
    def check():
        rules.check_lift(Three(RED, GREEN), "green", until, "约谈", today=DAY, rules=OFFICE)

    if allowed:
        check()
    else:
        with pytest.raises(Refusal):
            check()


@pytest.mark.parametrize(
    ("three", "colour", "note"),
    [
        (Three(RED, GREEN), "red", "约谈"),
        (Three(RED, GREEN), "grey", "约谈"),
        (Three(RED, GREEN), "green", " "),
        (Three(GREY, GREEN), "green", "约谈"),
        (Three(RED, GREEN, silent=True), "green", "约谈"),
        (Three(None, RED), "green", "约谈"),
        (Three(GREEN), "yellow", "约谈"),
        (Three(RED, YELLOW), "green", "约谈"),
        (Three(YELLOW, RED), "green", "约谈"),
    ],
)
def test_a_lift_against_the_rule_is_refused(three, colour, note):
    with pytest.raises(Refusal):
        rules.check_lift(three, colour, DAY, note, today=DAY, rules=OFFICE)


def test_only_a_light_between_two_colours_can_be_lifted():
    assert rules.can_be_lifted(Three(RED, YELLOW))
    assert not rules.can_be_lifted(Three(RED))
    assert not rules.can_be_lifted(Three(GREY, GREEN, RED))


@pytest.mark.parametrize(
    ("three", "differ"),
    [
        (Three(RED, GREEN), True),
        (Three(RED, RED, RED), False),
        (Three(GREY, GREEN), False),
        (Three(GREY, GREEN, RED), True),
        (Three(GREEN), False),
    ],
)
def test_raters_disagree_where_two_signals_differ(three, differ):
    assert three.disagree is differ


def test_the_headline_says_what_made_it():
    three = Three(RED, GREEN, RED, silent=True)
    kinds = [reason.kind for reason in rules.reasons(three, rules.headline(three))]
    assert kinds == ["headline_machine", "headline_inspector", "headline_silence"]
    unjudged = Three(None, GREEN)
    (reason,) = rules.reasons(unjudged, rules.headline(unjudged))
    assert reason.clause == "LIGHT-11"
    idle = rules.reasons(three, rules.headline(three, GREEN), lifted=True)[-1]
    assert idle.clause == "LIGHT-14"
    assert all(sentence(reason) for reason in (reason, idle))
    assert rules.reasons(Three(None), Headline(None, None)) == ()


@pytest.mark.parametrize(
    ("colour", "came", "hit"),
    [
        (GREEN, GREEN, True),
        (GREEN, YELLOW, False),
        (GREEN, RED, False),
        (YELLOW, RED, True),
        (RED, YELLOW, True),
        (YELLOW, GREEN, False),
        (GREY, RED, None),
        (RED, GREY, None),
        (None, RED, None),
        (GREEN, None, None),
    ],
)
def test_a_hit_is_trouble_foretold_or_green_foretold(colour, came, hit):
    assert rules.is_hit(colour, came) is hit


@pytest.mark.parametrize(("judged", "rate"), [(4, None), (5, Decimal(60))])
def test_few_months_give_no_rate(judged, rate):
    assert AccuracyTally(3, judged).rate(OFFICE) == rate


@pytest.mark.parametrize(("on", "counts"), [(date(2024, 4, 30), True), (date(2024, 5, 1), False)])
def test_hindsight_foretells_nothing(on, counts):
    assert rules.is_in_time(MARCH, on, OFFICE) is counts


@pytest.mark.parametrize(
    "wrong",
    [
        {"commander_carries": -1},
        {"inspector_carries": 13},
        {"lift_days": 0},
        {"lift_days": 367},
        {"least_judged": 0},
        {"foretells": 1},
        {"foretells": 13},
    ],
)
def test_rules_of_the_headline_without_sense_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        replace(OFFICE, **wrong)


@pytest.mark.django_db
def test_an_office_has_its_own_rules_of_the_headline(tmp_path, settings):
    settings.HOME = tmp_path
    (tmp_path / "presets").mkdir()
    own = tmp_path / "presets" / "headline.yaml"
    own.write_text("district: {title: 本区, source: 本区, version: 2, lift_days: 10}\n", "utf-8")
    headline_presets.cache_clear()
    try:
        assert headline_in_force().on(date(2024, 3, 1)).lift_days == 10
    finally:
        headline_presets.cache_clear()


def test_every_colour_has_its_place_in_the_headline():
    assert set(WORSE) == set(Colour)
    assert [colour for colour in WORSE if colour in RANK] == list(RANK)
