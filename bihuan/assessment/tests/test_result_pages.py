"""Pages of frozen scores, terms, appeals, the ledger and commitments: what each role does."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.assessment.kinds import AppealState, TermState
from bihuan.assessment.models import AssessmentTerm, Freeze, ResultEntry, ScoreAppeal

from .frozen_district import MAY, freeze_march, locked_district

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_scheme")]
HOME = "/assessment"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(datetime(2024, 4, 11, 2, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def projects():
    return locked_district()


@pytest.fixture
def office():
    return make_user()


@pytest.fixture
def freeze(projects, office):
    return freeze_march(by=office)


@pytest.fixture
def score(freeze):
    return freeze.scores.get(label="二")


@pytest.fixture
def owner(score):
    return make_user(role=Role.DEPARTMENT, organisation=score.project.owner)


def test_the_office_freezes_on_the_page_and_is_told_why_not(projects, office):
    client = signed_in(office)
    said = {"period": "month", "month": "2024-03"}
    done = client.post(f"{HOME}/frozen/", said)
    made = Freeze.objects.get()
    assert done.headers["Location"] == f"{HOME}/frozen/{made.pk}/"
    again = client.post(f"{HOME}/frozen/", said)
    assert again.status_code == 422
    assert "已由" in again.text
    assert client.post(f"{HOME}/frozen/", {**said, "month": "spring"}).status_code == 422
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.post(f"{HOME}/frozen/", said).status_code == 403
    assert '<form method="post" class="stack-close">' not in viewer.get(f"{HOME}/frozen/").text


def test_a_frozen_score_shows_its_lines_and_what_it_would_be(freeze, score, office):
    client = signed_in(office)
    html = client.get(f"{HOME}/frozen/{freeze.pk}/").text
    assert freeze.scheme_digest in html
    assert "二</a>" in html
    html = client.get(f"{HOME}/frozen/scores/{score.pk}/").text
    assert f"<strong>{score.total}</strong>" in html
    assert "现应为" in html


def test_viewers_see_the_lists_alone_and_own_scores_are_for_their_own(freeze, score, owner):
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get(f"{HOME}/frozen/").status_code == 200
    lists = viewer.get(f"{HOME}/frozen/{freeze.pk}/lists/")
    assert "红榜" in lists.text
    assert f"scores/{score.pk}" not in lists.text
    shut = [f"frozen/{freeze.pk}/", f"frozen/scores/{score.pk}/", "terms/", "appeals/", "ledger/"]
    for page in shut:
        assert viewer.get(f"{HOME}/{page}").status_code == 403
    assert signed_in(owner).get(f"{HOME}/frozen/scores/{score.pk}/").status_code == 200
    stranger = signed_in(make_user(role=Role.REPORTER, organisation=make_organisation()))
    assert stranger.get(f"{HOME}/frozen/scores/{score.pk}/").status_code == 404
    assert "二</a>" not in stranger.get(f"{HOME}/frozen/{freeze.pk}/").text


def test_an_appeal_is_filed_seen_and_answered_by_another(freeze, score, owner, office):
    client = signed_in(owner)
    page = f"{HOME}/frozen/scores/{score.pk}/"
    empty = client.post(f"{page}appeal/", {"line": "completion", "text": ""})
    assert empty.status_code == 422
    assert client.post(f"{page}appeal/", {"line": "completion", "text": "洪灾"}).status_code == 302
    found = ScoreAppeal.objects.get()
    address = f"{HOME}/appeals/{found.pk}/"
    assert "洪灾" in client.get(f"{HOME}/appeals/?state=open").text
    assert "outcome" not in client.get(address).text
    assert "另一人" in signed_in(office).get(address).text
    supervisor = signed_in(make_user(role=Role.SUPERVISOR))
    without = supervisor.post(address, {"outcome": "adjust", "answer": "补"})
    assert without.status_code == 422
    done = supervisor.post(address, {"outcome": "adjust", "points": "2.5", "answer": "补"})
    assert done.status_code == 302
    found.refresh_from_db()
    assert found.state == AppealState.UPHELD
    restated = Decimal(score.total) + Decimal("2.5")
    html = client.get(page).text
    assert f"{score.total} → {restated}" in html
    stands = client.get(page).context["marks"]
    assert stands
    assert all(mark.lacking == mark.mark.points - restated for mark in stands)
    assert client.post(address, {"outcome": "reject", "answer": "否"}).status_code == 403


def test_after_the_deadline_no_form_is_shown(score, owner):
    page = f"{HOME}/frozen/scores/{score.pk}/"
    assert "appealform_text" in signed_in(owner).get(page).text
    with time_machine.travel(MAY, tick=False):
        assert "appealform_text" not in signed_in(owner).get(page).text


def test_an_exemption_is_asked_by_one_and_approved_by_another(projects, office):
    client = signed_in(office)
    second = projects[1]
    picked = client.get(f"{HOME}/terms/pick/?year=2024&subject=construction:{second.pk}")
    assert picked.headers["Location"] == f"{HOME}/terms/2024-03/construction/{second.pk}/"
    said = {"item": "steps", "first_month": 1, "last_month": 12, "reason": "洪灾"}
    assert client.post(picked.headers["Location"], {**said, "reason": ""}).status_code == 422
    assert client.post(picked.headers["Location"], said).status_code == 302
    term = AssessmentTerm.objects.get()
    page = f"{HOME}/terms/{term.pk}/"
    assert "另一人" in client.get(page).text
    assert client.post(f"{page}decide/", {"approve": "1"}).status_code == 422
    other = signed_in(make_user(role=Role.SUPERVISOR))
    assert other.post(f"{page}decide/", {"refuse": "1"}).status_code == 422
    assert other.post(f"{page}decide/", {"approve": "1"}).status_code == 302
    assert client.post(f"{page}revoke/", {"reason": "误报"}).status_code == 302
    term.refresh_from_db()
    assert term.state == TermState.REVOKED
    assert "误报" in client.get(page).text
    assert "洪灾" in client.get(f"{HOME}/terms/?year=2024").text


def test_an_adjustment_is_asked_for_on_the_same_page(projects, office):
    address = f"{HOME}/terms/2024-03/construction/{projects[1].pk}/"
    said = {"points": "-1.5", "clause": "试-9", "first_month": 3, "last_month": 3, "reason": "误报"}
    assert signed_in(office).post(address, said).status_code == 302
    assert AssessmentTerm.objects.get().points == Decimal("-1.5")
    assert "-1.5" in signed_in(office).get(f"{HOME}/terms/?year=2024").text


def test_a_card_is_entered_issued_and_read_by_its_own(score, owner, office):
    with time_machine.travel(MAY, tick=False):
        client = signed_in(office)
        said = {
            "measure": "yellow_card",
            "day": "2024-05-10",
            "decided_by": "指挥部",
            "text": "连续滞后。",
        }
        page = f"{HOME}/frozen/scores/{score.pk}/result/"
        assert client.post(page, {**said, "text": ""}).status_code == 422
        assert client.post(page, said).status_code == 302
        entry = ResultEntry.objects.get()
        address = f"{HOME}/ledger/{entry.pk}/"
        assert "黄牌" in client.get(address).text
        looked = client.post(address, {"text": "请整改。", "signer": "王某", "look": "1"})
        assert "请整改。" in looked.text
        assert ResultEntry.objects.get().paper is None, "looking writes nothing"
        assert client.post(address, {"text": "请整改。", "signer": "王某"}).status_code == 302
        own = signed_in(owner)
        assert "重黄〔2024〕1号" in own.get(f"{HOME}/ledger/?year=2024").text
        word = own.get(f"{address}paper.docx")
        assert word.status_code == 200
        assert own.get(f"{address}paper.txt").status_code == 404
        assert own.post(f"{address}void/", {"reason": "误"}).status_code == 403
        stranger = signed_in(make_user(role=Role.REPORTER, organisation=make_organisation()))
        assert stranger.get(f"{address}paper.docx").status_code == 404
        assert client.post(f"{address}void/", {"reason": "对象有误"}).status_code == 302
        assert "对象有误" in client.get(address).text


def test_a_notice_of_the_city_is_entered_in_the_ledger(projects, office):
    said = {
        "level": "city",
        "subject": f"projects:{projects[0].pk}",
        "measure": "praise",
        "document": "市通〔2024〕3号",
        "day": "2024-03-05",
        "decided_by": "市政府",
        "text": "工作突出。",
    }
    client = signed_in(office)
    assert client.post(f"{HOME}/ledger/?year=2024", {**said, "document": ""}).status_code == 422
    assert client.post(f"{HOME}/ledger/?year=2024", said).status_code == 302
    assert "市通〔2024〕3号" in client.get(f"{HOME}/ledger/?year=2024").text
    assert (
        signed_in(make_user(role=Role.SUPERVISOR)).post(f"{HOME}/ledger/", said).status_code == 403
    )


def test_every_number_of_the_commitments_opens_to_its_rows(projects, office):
    client = signed_in(office)
    page = client.get(f"{HOME}/commitments/?year=2024&month=2024-03")
    assert page.status_code == 200
    for name, _label, reading in page.context["readings"]:
        opened = client.get(f"{HOME}/commitments/?year=2024&month=2024-03&rows={name}")
        rows = list(opened.context["under"])
        assert len(rows) == reading.count
        assert sum(planned for _row, planned in rows) == reading.planned_yuan
    for kind, _label, number in page.context["counts"]:
        narrowed = client.get(f"{HOME}/commitments/?year=2024&month=2024-03&kind={kind}")
        assert len(narrowed.context["page"].object_list) == number


def test_pages_say_what_is_not_there_yet(office):
    client = signed_in(office)
    for page in ("frozen/", "terms/", "appeals/", "ledger/", "commitments/"):
        assert client.get(f"{HOME}/{page}").status_code == 200


def test_years_with_rows_are_offered_where_another_is_shown(score, office):
    client = signed_in(office)
    AssessmentTerm.objects.create(
        who="projects",
        project=score.project,
        label=score.label,
        kind="exemption",
        state=TermState.ASKED,
        sheet="construction",
        year=2024,
        first_month=3,
        last_month=3,
        item="completion",
        item_title="完成率",
        reason="洪灾",
        asked_by=office,
        asked_at=MAY,
    )
    html = client.get(f"{HOME}/terms/").text
    assert "2024年3月" in html
    assert "其他年度" not in html
    assert "2024 (1)" in client.get(f"{HOME}/terms/?year=2025").text
    assert "其他年度" not in client.get(f"{HOME}/ledger/").text


def test_the_lists_say_when_and_by_whom_the_scores_were_frozen(freeze, office):
    html = signed_in(office).get(f"{HOME}/frozen/{freeze.pk}/lists/").text
    for said in (
        "暂定",
        "2024年4月10日",
        str(freeze.frozen_by),
        "红榜：1个",
        f"{HOME}/2024-03/wall/",
    ):
        assert said in html
