"""Two people do the same at once: one row comes of it, and who was second is told in a sentence."""

from datetime import UTC, date, datetime

import pytest

from bihuan.accounts.actions import add_leader, add_organisation, add_user
from bihuan.accounts.models import Leader, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.kit.months import Month
from bihuan.plans.tests.test_at_once import at_once
from bihuan.progress.actions import hand_in, open_round, run_rounds
from bihuan.progress.models import Report, Round
from bihuan.progress.tests.factories import MARCH, make_listed, make_reporter
from bihuan.progress.validation import Filling
from bihuan.projects.actions import add_project
from bihuan.projects.models import Project
from bihuan.statistics.actions import enter_fixed_asset_investment, enter_standing
from bihuan.statistics.models import FixedAssetInvestment, StatisticsStanding

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2024, 3, 22, 2, tzinfo=UTC)


def test_one_round_is_opened_though_the_clock_strikes_as_well():
    office = make_user()
    told = at_once(lambda: open_round(month=MARCH, by=office, at=AT))
    at_once(lambda: run_rounds(on=AT.date(), by=office, at=AT))
    assert Round.objects.count() == 1
    assert len(told) == 3


def test_one_report_is_handed_in_and_the_others_are_told():
    project, reporter = make_listed(), make_reporter()
    open_round(month=MARCH, by=make_user(), at=AT)
    project.owner = reporter.organisation
    project.save()
    told = at_once(
        lambda: hand_in(
            project=project,
            month=MARCH,
            filling=Filling(completed_yuan=10_000),
            edition=0,
            by=reporter,
            at=AT,
        )
    )
    assert Report.objects.count() == 1
    assert len(told) == 3


def test_one_standing_and_one_investment_are_entered():
    bureau, project = make_user(role=Role.STATISTICS), make_listed()
    at_once(
        lambda: enter_standing(
            project=project, entered_on=date(2024, 2, 1), started_on=None, by=bureau, at=AT
        )
    )
    at_once(
        lambda: enter_fixed_asset_investment(
            month=Month(2024, 2), cumulative_yuan=10**9, by=bureau, at=AT
        )
    )
    assert StatisticsStanding.objects.count() == FixedAssetInvestment.objects.count() == 1


def test_one_organisation_user_leader_and_project_bear_a_name():
    office, home = make_user(), make_user().organisation
    taken = [
        at_once(lambda: add_organisation(name="区住建局", by=office, at=AT)),
        at_once(lambda: add_leader(name="王某", title="副区长", by=office, at=AT)),
        at_once(lambda: add_project(name="人民公园", by=office, at=AT)),
        at_once(
            lambda: add_user(
                username="liu",
                role=Role.REPORTER,
                password="Long-enough-1",
                organisation=home,
                by=office,
                at=AT,
            )
        ),
    ]
    assert [len(told) for told in taken] == [3, 3, 3, 3]
    assert Organisation.objects.filter(name="区住建局").count() == 1
    assert Leader.objects.count() == Project.objects.count() == 1
    assert User.objects.filter(username="liu").count() == 1
