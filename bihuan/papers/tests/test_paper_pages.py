"""The pages of papers: the register, one paper with its files, issuing and looking."""

import io
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.matters import actions
from bihuan.matters.kinds import PaperKind
from bihuan.matters.tests.factories import (
    MONDAY,
    assign_one,
    close_one,
    make_handler,
    noon,
    raise_one,
    work_on_one,
)
from bihuan.papers import actions as paper_actions
from bihuan.papers.models import IssuedPaper
from bihuan.projects.models import District

from .test_papers import issue, issue_list

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 3, 6, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hecheng(time_machine):
    time_machine.move_to(NOW, tick=False)
    return District.objects.create(pk=1, name="鹤城区", year=2024)


@pytest.fixture
def office(client):
    user = make_user()
    client.force_login(user)
    return user


def register(client, **asked):
    return client.get(reverse("papers:register"), asked)


class TestTheRegister:
    def test_shows_each_kind_under_its_number(self, client, office):
        issue(assign_one(title="用地报批受阻"))
        issue_list()
        text = register(client).content.decode()
        assert "鹤重督〔2024〕1号" in text
        assert "鹤重议〔2024〕1号" in text

    def test_shows_void_papers_with_their_reason(self, client, office):
        paper_actions.void_paper(
            paper=issue(assign_one()), reason="主送单位有误", by=office, at=noon(MONDAY)
        )
        assert "主送单位有误" in register(client).content.decode()

    def test_is_filtered_by_kind_year_and_words(self, client, office):
        issue(assign_one(title="用地报批受阻"))
        issue(assign_one(title="电力接入滞后"), PaperKind.REMINDER)
        assert "电力" not in register(client, kind="supervision").content.decode()
        assert "用地" not in register(client, kind="reminder").content.decode()
        assert "用地" not in register(client, q="电力").content.decode()
        assert "电力" not in register(client, year="2023").content.decode()
        assert register(client, kind="nonsense", year="x").status_code == 200

    def test_hides_a_strangers_papers(self, client):
        client.force_login(make_handler())
        issue(assign_one(title="用地报批受阻"))
        assert "用地报批受阻" not in register(client).content.decode()

    def test_a_handler_sees_those_about_his_matters(self, client):
        handler = make_handler()
        issue(work_on_one(handler=handler, title="用地报批受阻"))
        client.force_login(handler)
        assert "用地报批受阻" in register(client).content.decode()

    def test_asks_as_often_for_many_papers_as_for_one(
        self, client, office, django_assert_max_num_queries
    ):
        matter = assign_one()
        for _number in range(12):
            issue(matter)
        with django_assert_max_num_queries(12):
            register(client)


class TestPapersDue:
    def due(self, client):
        return client.get(reverse("papers:due"))

    def climbed(self, **said):
        """A matter that climbed to the second level of 13710: its paper is the reminder."""
        matter = assign_one(**said)  # due after seven working days, on 13 March
        actions.escalate(on=date(2024, 3, 15), by=make_user(), at=noon(date(2024, 3, 15)))
        return matter

    def test_a_matter_that_climbed_waits_for_its_paper(self, client, office):
        matter = self.climbed()
        text = self.due(client).content.decode()
        assert matter.title in text
        assert self.address(matter, "reminder") in text

    def test_a_matter_that_has_not_climbed_does_not(self, client, office):
        matter = assign_one()
        assert matter.title not in self.due(client).content.decode()

    def test_once_it_is_issued_nothing_waits_unless_it_is_void(self, client, office):
        matter = self.climbed()
        day = date(2024, 3, 18)
        paper = issue(matter, PaperKind.REMINDER, on=day)
        assert matter.title not in self.due(client).content.decode()
        paper_actions.void_paper(paper=paper, reason="有误", by=office, at=noon(day))
        assert matter.title in self.due(client).content.decode()

    def test_a_paper_from_before_it_climbed_does_not_count(self, client, office):
        matter = assign_one()
        issue(matter, PaperKind.REMINDER)
        actions.escalate(on=date(2024, 3, 15), by=office, at=noon(date(2024, 3, 15)))
        assert matter.title in self.due(client).content.decode()

    def test_who_may_not_issue_is_told(self, client):
        client.force_login(make_handler())
        assert self.due(client).status_code == 403

    def test_asks_as_often_for_many_as_for_one(self, client, office, django_assert_max_num_queries):
        for _number in range(6):
            self.climbed()
        with django_assert_max_num_queries(12):
            self.due(client)

    def address(self, matter, kind):
        return reverse("papers:issue", args=[matter.pk, kind])


class TestOnePaper:
    def test_shows_what_stands_on_it(self, client, office):
        paper = issue(assign_one())
        text = client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
        assert "请限期办结。" in text
        assert "Noto Serif SC" in text

    def test_is_not_there_for_a_stranger(self, client):
        paper = issue(assign_one())
        client.force_login(make_handler())
        for address in (
            reverse("papers:paper", args=[paper.pk]),
            reverse("papers:file", args=[paper.pk, "pdf"]),
        ):
            assert client.get(address).status_code == 404

    def test_comes_as_pdf(self, client, office):
        paper = issue(assign_one(), text='#read("/etc/passwd") {{ 7*7 }}')
        answer = client.get(reverse("papers:file", args=[paper.pk, "pdf"]))
        text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
        assert answer["Content-Type"] == "application/pdf"
        assert "鹤重督〔2024〕1号" in text
        assert '#read("/etc/passwd") {{ 7*7 }}' in text

    def test_comes_as_word(self, client, office):
        paper = issue(assign_one(), text="<w:p> {{ 7*7 }}")
        answer = client.get(reverse("papers:file", args=[paper.pk, "docx"]))
        texts = [place.text for place in Document(io.BytesIO(answer.content)).paragraphs]
        assert {"鹤重督〔2024〕1号", "<w:p> {{ 7*7 }}"} <= set(texts)

    def test_comes_as_nothing_else(self, client, office):
        paper = issue(assign_one())
        assert client.get(reverse("papers:file", args=[paper.pk, "exe"])).status_code == 404

    def test_what_people_wrote_is_no_markup_of_the_page(self, client, office):
        paper = issue(assign_one(), text="<script>alert(1)</script>")
        text = client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
        assert "<script>alert" not in text

    def test_is_declared_void(self, client, office):
        paper = issue(assign_one())
        answer = client.post(reverse("papers:void", args=[paper.pk]), {"reason": "有误"})
        assert answer.status_code == 302
        paper.refresh_from_db()
        assert paper.void_reason == "有误"
        again = client.post(reverse("papers:void", args=[paper.pk]), {"reason": "有误"})
        assert again.status_code == 422

    def test_a_handler_may_not_declare_it_void(self, client):
        handler = make_handler()
        paper = issue(work_on_one(handler=handler))
        client.force_login(handler)
        address = reverse("papers:void", args=[paper.pk])
        assert "作废" not in client.get(reverse("papers:paper", args=[paper.pk])).content.decode()
        assert client.post(address, {"reason": "有误"}).status_code == 403


class TestIssuingOne:
    def page(self, matter, kind=PaperKind.SUPERVISION):
        return reverse("papers:issue", args=[matter.pk, kind.value])

    def test_the_level_proposes_the_kind(self, client, office):
        answer = client.get(reverse("papers:begin", args=[assign_one().pk]))
        assert answer["Location"].endswith("/assignment/")

    def test_a_matter_in_nobodys_hands_may_only_be_reported(self, client, office):
        answer = client.get(reverse("papers:begin", args=[raise_one().pk]))
        assert answer["Location"].endswith("/report/")

    def test_the_text_stands_there_already(self, client, office):
        text = client.get(self.page(assign_one(title="用地报批受阻"))).content.decode()
        assert "现予督办。" in text
        assert not IssuedPaper.objects.exists()

    def test_looking_issues_nothing(self, client, office):
        said = {"text": "请立即办结。", "signer": "李喆", "issued_before": 0, "look": "1"}
        answer = client.post(self.page(assign_one()), said)
        assert answer.content.decode().count("请立即办结。") == 2
        assert not IssuedPaper.objects.exists()

    def test_it_is_issued(self, client, office):
        said = {"text": "请立即办结。", "signer": "李喆", "issued_before": 0}
        answer = client.post(self.page(assign_one()), said)
        paper = IssuedPaper.objects.get()
        assert answer["Location"] == reverse("papers:paper", args=[paper.pk])
        assert (paper.issued_by, paper.signer) == (office, "李喆")

    def test_a_second_click_is_told_in_a_sentence(self, client, office):
        said = {"text": "请立即办结。", "signer": "李喆", "issued_before": 0}
        matter = assign_one()
        client.post(self.page(matter), said)
        answer = client.post(self.page(matter), said)
        assert answer.status_code == 422
        assert "请先查看" in answer.content.decode()
        assert IssuedPaper.objects.count() == 1

    def test_it_needs_its_fields(self, client, office):
        answer = client.post(self.page(assign_one()), {"text": "", "signer": ""})
        assert answer.status_code == 422

    def test_a_matter_that_is_over_gets_none(self, client, office):
        matter = close_one()
        assert client.get(self.page(matter)).status_code == 409
        begun = client.get(reverse("papers:begin", args=[matter.pk]), follow=True)
        assert begun.status_code == 409

    def test_there_is_no_other_kind(self, client, office):
        address = reverse("papers:issue", args=[assign_one().pk, "nonsense"])
        assert client.get(address).status_code == 404

    @pytest.mark.parametrize("role", [Role.COMMANDER, Role.VIEWER])
    def test_who_may_not_is_told(self, client, role):
        client.force_login(make_user(role=role))
        matter = assign_one()
        assert client.get(self.page(matter)).status_code == 403
        said = {"text": "请立即办结。", "signer": "李喆", "issued_before": 0}
        assert client.post(self.page(matter), said).status_code == 403
