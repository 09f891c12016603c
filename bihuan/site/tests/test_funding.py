"""Money as figures and the command tell it: what the ladder says."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from bihuan.accounts.tests.factories import make_user
from bihuan.figures.queries import figure, rows
from bihuan.figures.questions import Question
from bihuan.funding import actions
from bihuan.funding.drafts import FundingEntryDraft
from bihuan.funding.kinds import MONEY, FundingStage, Programme
from bihuan.funding.queries import funding_rows, of_year
from bihuan.funding.tests.factories import APRIL, NOW, WAN, district, enter, issued_line

pytestmark = pytest.mark.django_db
S = FundingStage
TODAY = date(2024, 12, 20)


def test_a_figure_says_what_the_ladder_says_and_opens_to_its_entries():
    district()
    counted = {each.programme: each.sums for each in of_year(funding_rows(None, TODAY, year=2024))}
    asked = Question(2024, today=TODAY)
    for programme, sums in counted.items():
        for stage in MONEY:
            found = figure(f"funding.{programme.value}.{stage.value}", asked)
            assert found.value == getattr(sums, stage.value)
            assert sum(each.part for each in rows(found, asked)) == found.value
    in_march = figure("funding.central_budget.issued", Question(2024, 3))
    assert in_march.value == 100 * WAN
    assert figure("funding.central_budget.issued", Question(2023)).value == 0


def test_money_of_a_year_that_is_over_counts_to_date():
    line = issued_line(100 * WAN)
    enter(line, S.IN_PLACE, APRIL, 80 * WAN)
    later = NOW + timedelta(days=60)
    draft = FundingEntryDraft(S.IN_PLACE, date(2025, 2, 3), 20 * WAN)
    actions.enter_funding(line=line, draft=draft, by=make_user(), at=later)
    asked = "funding.central_budget.in_place"
    assert figure(asked, Question(2024)).value == 80 * WAN
    assert figure(asked, Question(2024, today=date(2025, 2, 10))).value == 100 * WAN
    assert figure(asked, Question(2024, 6, today=date(2025, 2, 10))).value == 80 * WAN


@time_machine.travel(NOW, tick=False)
def test_the_command_prints_yuan_in_words_and_never_null():
    district()
    said = StringIO()
    call_command("funding", "--year", "2024", "--json", stdout=said)
    found = json.loads(said.getvalue())
    assert [each["programme"] for each in found] == list(Programme.values)
    assert found[0] == {
        "programme": "central_budget",
        "applied": "0",
        "issued": "1300000",
        "in_place": "1300000",
        "paid": "700000",
        "works": "750000",
        "projects": 1,
        "flags": 6,
    }
    assert found[-1]["paid"] == "0"
