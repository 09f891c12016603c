"""One score's page: why it is what it is, what would have made it more, and what was frozen."""

from datetime import UTC, datetime

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.assessment.models import FrozenScore
from bihuan.audit.cached import clear_caches

from .frozen_district import freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
NOW = datetime(2024, 4, 10, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def projects():
    return locked_district()


def address(project, month="2024-03"):
    return f"/assessment/{month}/construction/{project.pk}/"


def test_each_line_opens_to_words_values_rows_and_the_sum(projects):
    client = signed_in(make_user())
    html = client.get(address(projects[0])).text
    for said in ("办法原文", "完成率乘以60分。", "试-1", "计算过程", "失分情况", "差距分析"):
        assert said in html
    context = client.get(address(projects[0])).context
    rate = context["items"][0].inputs[0]
    assert rate.text == f"{rate.value.normalize():f}%"
    assert rate.address.endswith("#rows")
    assert 'id="rows"' in client.get(rate.address).text


def test_the_changes_that_bring_a_mark_bring_it(projects):
    client = signed_in(make_user())
    answer = client.get(f"{address(projects[1])}?mark=33.5")
    score = answer.context["score"]
    marks = answer.context["marks"]
    assert [m.mark.points for m in marks] == sorted(m.mark.points for m in marks)
    assert any(m.changes for m in marks)
    for mark in marks:
        assert mark.lacking == mark.mark.points - score.total
        for change in mark.changes:
            assert change.more.gain >= mark.lacking
            assert change.words in answer.text


@pytest.mark.parametrize("mark", ["abc", "-1", "1e9"])
def test_a_mark_that_is_no_number_is_refused_beside_its_field(projects, mark):
    answer = signed_in(make_user()).get(f"{address(projects[0])}?mark={mark}")
    assert answer.status_code == 422
    assert mark in answer.text, "what was typed is not lost"
    assert answer.context["items"]


def test_a_month_is_provisional_until_it_is_frozen(projects):
    client = signed_in(make_user())
    assert "尚未冻结" in client.get(address(projects[0])).text
    freeze_march()
    row = FrozenScore.objects.get(project=projects[0], sheet="construction")
    html = client.get(address(projects[0])).text
    assert "尚未冻结" not in html
    assert f"/assessment/frozen/scores/{row.pk}/" in html
    assert f"冻结得分{row.total}" in html
    assert "冻结后计分依据没有变动" in html


def test_who_may_not_see_frozen_scores_reads_that_the_month_is_frozen(projects):
    freeze_march()
    html = signed_in(make_user(role=Role.VIEWER)).get(address(projects[0])).text
    assert "冻结。" in html
    assert "/assessment/frozen/scores/" not in html


def test_the_frozen_score_leads_to_the_one_of_today(projects):
    freeze_march()
    row = FrozenScore.objects.get(project=projects[0], sheet="construction")
    html = signed_in(make_user()).get(f"/assessment/frozen/scores/{row.pk}/").text
    assert address(projects[0]) in html


def test_months_stand_side_by_side_and_lead_to_their_pages(projects):
    client = signed_in(make_user())
    page = client.get(address(projects[0])).text
    assert f'hx-get="{address(projects[0])}year/"' in page
    assert f'href="{address(projects[0])}year/"' in page, "without a script it is a link"
    answer = client.get(f"{address(projects[0])}year/")
    assert 'id="year"' in answer.text
    months = answer.context["months"]
    assert [each.month.number for each in months] == [1, 2, 3]
    for row in answer.context["month_rows"]:
        assert len(row.cells) == len(months)
    last = months[-1]
    points = [row.cells[-1] for row in answer.context["month_rows"][:-1]]
    assert sum(p for p in points if p is not None) == last.total
    assert address(projects[0], "2024-02") in answer.text


@pytest.mark.django_db(transaction=True)
def test_a_score_page_asks_few_questions(projects, django_assert_max_num_queries):
    client = signed_in(make_user())
    client.get(address(projects[0]))
    with django_assert_max_num_queries(24):
        client.get(f"{address(projects[1])}?mark=99")


@pytest.mark.django_db(transaction=True)
def test_a_first_look_at_a_score_reckons_its_month_alone(projects, django_assert_max_num_queries):
    client = signed_in(make_user())
    client.get("/work/")
    clear_caches()
    with django_assert_max_num_queries(40):
        client.get(address(projects[1]))
    with django_assert_max_num_queries(60):
        client.get(f"{address(projects[1])}year/")


def test_who_is_not_assessed_is_given_the_reason_and_the_year(projects):
    answer = signed_in(make_user()).get(address(projects[0], "2024-01"))
    assert "不予考核" in answer.text
    assert answer.context["score"].reason in answer.text
    year = signed_in(make_user()).get(f"{address(projects[0], '2024-01')}year/")
    assert [each.total for each in year.context["months"]] == [None]


def test_a_stranger_finds_no_year_of_a_score(projects):
    stranger = make_user(role=Role.REPORTER, organisation=make_organisation(name="外单位"))
    client = signed_in(stranger)
    assert client.get(address(projects[0])).status_code == 404
    assert client.get(f"{address(projects[0])}year/").status_code == 404
