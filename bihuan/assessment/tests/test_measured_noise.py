"""Rank ranges by the district's own corrections (ASSESS-31)."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.assessment import presets
from bihuan.assessment.queries import assessed, noise_of, scheme_of
from bihuan.assessment.queries.measured_noise import correction_sizes
from bihuan.assessment.rules.measured_noise import quantile_of, reporting_noise
from bihuan.assessment.wording import noise_in_words
from bihuan.figures.questions import Question
from bihuan.figures.tests.district import MARCH
from bihuan.figures.tests.factories import WAN, accept_month, make_listed
from bihuan.kit.months import Month
from bihuan.progress import actions as progress
from bihuan.progress.models import Report
from bihuan.progress.validation import Filling

from .frozen_district import freeze_march, locked_district
from .small_scheme import TEXT, scheme_in

NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)
MEASURED = "  version: 1\n  noise_corrections: 1\n  noise_quantile: 100\n"


def decimals(*values):
    return [Decimal(value) for value in values]


def correct(report, yuan, at=NOW):
    return progress.correct(
        report=report, filling=Filling(completed_yuan=yuan), reason="核减", by=make_user(), at=at
    )


@pytest.mark.parametrize(
    ("quantile", "said"),
    [(1, "1"), (20, "1"), (21, "2"), (80, "4"), (81, "250"), (100, "250")],
)
def test_a_quantile_is_the_least_size_that_so_many_do_not_exceed(quantile, said):
    assert quantile_of(decimals("3", "1", "250", "4", "2"), quantile) == min(Decimal(said), 100)


def test_a_quantile_is_rounded_half_up_to_hundredths():
    assert str(quantile_of(decimals("1.005"), 80)) == "1.01"


def test_fewer_corrections_than_the_scheme_asks_for_leave_its_own_number(tmp_path):
    scheme = scheme_in(tmp_path)
    few, enough = (reporting_noise(scheme, decimals("5") * n) for n in (19, 20))
    assert (few.percent, few.corrections, few.is_measured) == (scheme.noise_percent, 19, False)
    assert (enough.percent, enough.corrections, enough.is_measured) == (Decimal(5), 20, True)
    assert "19次" in noise_in_words(few)
    assert "20次" in noise_in_words(few)
    assert "5%" in noise_in_words(enough)
    assert "80%" in noise_in_words(enough)


@pytest.mark.django_db
class TestCorrections:
    def test_a_correction_is_measured_against_the_year_as_it_was_accepted(self):
        project = make_listed()
        accept_month(project, 60 * WAN, month=MARCH.previous())
        report = accept_month(project, 100 * WAN)
        correct(correct(report, 500 * WAN), 92 * WAN)
        assert correction_sizes(MARCH) == (Decimal(5),), "from first to last, once: 8 of 160"
        assert correction_sizes(MARCH.previous()) == ()
        assert correction_sizes(MARCH.next()) == (Decimal(5),)

    def test_what_left_the_amount_or_had_none_before_has_no_size(self):
        same, nothing = make_listed(), make_listed()
        report = accept_month(same, 100 * WAN)
        correct(report, 100 * WAN)
        correct(accept_month(nothing, 0), 10 * WAN)
        assert correction_sizes(MARCH) == ()

    def test_what_is_not_accepted_and_history_do_not_count(self):
        project = make_listed()
        report = accept_month(project, 100 * WAN)
        newest = correct(report, 90 * WAN)
        assert correction_sizes(MARCH) == (Decimal(10),)
        Report.objects.filter(pk=newest.pk).update(origin="backfill")
        assert correction_sizes(MARCH) == ()

    def test_so_are_corrections_of_the_year_before_but_no_older(self):
        project = make_listed()
        correct(accept_month(project, 100 * WAN), 80 * WAN)
        assert correction_sizes(Month(2025, 12)) == (Decimal(20),)
        assert correction_sizes(Month(2026, 1)) == ()


def ranges(scheme):
    found = (each.ranked for each in assessed(scheme, Question(2024, 3)))
    return {(ranked.first, ranked.last) for ranked in found if ranked.rank}


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """A scheme in force that measures by a single correction, on a day of April."""
    text = TEXT.replace("  version: 1\n", MEASURED, 1)
    (tmp_path / "assessment.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(presets, "_own", lambda name: tmp_path / name)
    presets.scheme_presets.cache_clear()
    with time_machine.travel(NOW, tick=False):
        yield
    presets.scheme_presets.cache_clear()


@pytest.mark.django_db
@pytest.mark.usefixtures("measured")
class TestRanges:
    def test_ranges_are_by_the_noise_that_was_measured(self):
        low, high = make_listed(), make_listed()
        accept_month(low, 100 * WAN)
        report = accept_month(high, 105 * WAN)
        scheme = scheme_of(MARCH)
        assert not noise_of(scheme, MARCH).is_measured
        assert ranges(scheme) == {(1, 1), (2, 2)}
        correct(correct(report, 84 * WAN), 105 * WAN)
        assert not noise_of(scheme, MARCH).is_measured, "it stands as it was accepted"
        correct(accept_month(make_listed(), 100 * WAN), 120 * WAN)
        assert noise_of(scheme, MARCH).percent == Decimal(20)
        assert (1, 1) not in ranges(scheme)

    def test_page_and_api_say_how_ranges_were_found(self):
        projects = locked_district()
        client, words = signed_in(make_user()), noise_in_words(noise_of(scheme_of(MARCH), MARCH))
        assert "6.25%" in words
        assert "1次" in words
        assert words in client.get("/assessment/2024-03/").text
        for said in (
            client.get("/api/assessment/2024-03/sheets").json()[0]["noise"],
            client.get(f"/api/assessment/2024-03/construction/{projects[0].pk}").json()["noise"],
        ):
            assert said == {
                "percent": "6.25",
                "measured": True,
                "corrections": 1,
                "words": words,
            }

    def test_a_freeze_keeps_the_noise_of_its_ranges(self):
        locked_district()
        freeze = freeze_march()
        assert (freeze.noise_percent, freeze.noise_corrections) == (Decimal("6.25"), 1)
        client = signed_in(make_user())
        assert "由1次更正测得" in client.get(f"/assessment/frozen/{freeze.pk}/").text
        (said,) = client.get("/api/assessment/results/freezes").json()
        assert (said["noise_percent"], said["noise_corrections"]) == ("6.25", 1)
