"""A problem that a monthly report names becomes a matter, of the type that it speaks of."""

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.matters.models import Matter
from bihuan.matters.presets import policy_presets
from bihuan.matters.queries import lead_proposed
from bihuan.matters.reported import first_sentence
from bihuan.progress.tests.factories import MARCH, make_listed, make_reporter, report_march

pytestmark = pytest.mark.django_db
PROBLEM = "剩余12户征地拆迁未完成，红线内无法施工。请协调区征收办。"


@pytest.fixture
def report():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation, responsible=make_organisation())
    return report_march(project, by=reporter, problems=PROBLEM)


def raised(report, user=None):
    return signed_in(user).post(f"/matters/raise/report/{report.pk}/")


def test_it_is_raised_with_its_words_its_type_and_where_it_was_found(report):
    answer = raised(report)
    matter = Matter.objects.get()
    assert answer["Location"] == f"/matters/{matter.pk}/"
    assert (matter.type_code, matter.source, matter.source_ref) == (
        "relocation",
        "report",
        str(MARCH),
    )
    assert (matter.title, matter.text) == (
        "剩余12户征地拆迁未完成，红线内无法施工",
        PROBLEM,
    )
    assert matter.project == report.project


def test_a_second_time_it_is_told_that_it_is_open(report):
    raised(report)
    answer = raised(report)
    assert answer["Location"] == f"/matters/{Matter.objects.get().pk}/"


def test_once_it_is_a_matter_both_pages_lead_to_it(report):
    raised(report)
    matter, office = Matter.objects.get(), signed_in()
    for address in (f"/progress/reports/{report.pk}/", f"/progress/{MARCH}/?tab=review"):
        text = office.get(address).content.decode()
        assert f"/matters/raise/report/{report.pk}/" not in text
        assert f"/matters/{matter.pk}/" in text


def test_a_report_without_a_problem_raises_nothing():
    reporter = make_reporter()
    silent = report_march(make_listed(owner=reporter.organisation), by=reporter)
    assert raised(silent).status_code == 409
    assert "转为事项" not in signed_in().get(f"/progress/reports/{silent.pk}/").content.decode()


def test_only_who_may_raise_a_matter_of_the_project(report):
    assert raised(report, make_user(role=Role.VIEWER)).status_code == 403
    assert raised(report, make_reporter()).status_code == 404
    shown = signed_in(make_user(role=Role.VIEWER)).get(f"/progress/reports/{report.pk}/")
    assert "转为事项" not in shown.content.decode()


def test_both_pages_of_a_review_offer_it(report):
    office = signed_in()
    for address in (f"/progress/reports/{report.pk}/", f"/progress/{MARCH}/?tab=review"):
        assert "转为事项" in office.get(address).content.decode()


def test_its_type_s_organisation_is_proposed_to_lead_it(report):
    raised(report)
    matter, policy = Matter.objects.get(), policy_presets()["13710"].latest
    assert lead_proposed(matter, policy) == report.project.responsible
    make_organisation(name="区住房征收服务有限公司")
    bureau = make_organisation(name="区征地拆迁中心")
    assert lead_proposed(matter, policy) == bureau


def test_where_nobody_can_be_proposed_the_page_asks_who_leads():
    reporter = make_reporter()
    project = make_listed(owner=reporter.organisation, responsible=None)
    found = report_march(project, by=reporter, problems="10千伏杆线迁改滞后")
    page = signed_in().post(f"/matters/raise/report/{found.pk}/", follow=True).text
    assert '<details class="offer" open id="assign">' in page
    assert '<a href="#assign">待指定</a>' in page


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("资金拨付不到位", "funds"),
        ("用地报批未完成，资金紧张", "land"),
        ("环评手续未办结", "environment"),
        ("10千伏杆线迁改滞后", "relocate_lines"),
        ("天气原因", "other"),
    ],
)
def test_a_text_speaks_of_a_type_by_its_first_word_of_one(text, code):
    for policy in policy_presets().values():
        assert policy.latest.type_of(text).code == code


def test_a_title_is_the_first_sentence_and_not_too_long():
    assert first_sentence("一；二") == "一"
    assert len(first_sentence("长" * 500)) == 200
