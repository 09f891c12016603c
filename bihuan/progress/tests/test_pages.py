from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user, signed_in
from bihuan.kit.months import Month
from bihuan.kit.tests.pictures import PNG
from bihuan.progress import actions
from bihuan.progress.kinds import ReportState
from bihuan.progress.models import MilestoneReached, Photo, Report, Round
from bihuan.progress.validation import Filling
from bihuan.projects.models import Project

from .factories import (
    AFTER_MARCH,
    APRIL,
    IN_MARCH,
    MARCH,
    WAN,
    make_listed,
    make_milestone,
    make_reporter,
    open_march,
    report_march,
)
from .pages import fill_url, round_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_march(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(IN_MARCH, tick=False):
        yield


def text(response: Any) -> str:
    return str(response.content.decode())


class TestReading:
    def test_every_page_opens_in_both_languages(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter, physical_percent=Decimal("12.5"))
        office = make_user()
        actions.accept(report=report, by=office, at=IN_MARCH)
        actions.correct(
            report=report,
            filling=Filling(completed_yuan=5),
            reason="重复",
            by=office,
            at=AFTER_MARCH,
        )
        newest = Report.objects.current().get()
        pages = [
            reverse("progress:rounds"),
            reverse("progress:changes") + "?year=2024",
            reverse("progress:report", args=[newest.pk]),
            reverse("progress:report", args=[report.pk]),
            reverse("progress:correct", args=[newest.pk]),
            *(round_url(tab) for tab in ("fill", "review", "silent", "late", "all", "x")),
            round_url("organisations"),
        ]
        client = signed_in(office)
        for language in ("zh-hans", "en"):
            for page in pages:
                assert client.get(page, headers={"accept-language": language}).status_code == 200

    def test_visitors_are_sent_to_sign_in(self, project: Project) -> None:
        for page in (reverse("progress:rounds"), round_url(), fill_url(project)):
            assert Client().get(page).status_code == 302

    def test_no_month_is_no_page(self) -> None:
        assert signed_in(make_user()).get("/progress/2024-13/").status_code == 404

    def test_a_stranger_s_projects_are_absent(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        client = signed_in(make_reporter())
        assert project.name not in text(client.get(round_url("all")))
        assert client.get(fill_url(project)).status_code == 404
        assert client.get(reverse("progress:report", args=[report.pk])).status_code == 404
        assert client.get(reverse("progress:correct", args=[report.pk])).status_code == 404

    def test_amounts_of_funds_stand_right_of_their_sources(
        self, project: Project, reporter: User
    ) -> None:
        report = report_march(project, by=reporter, funds={"own": 50 * WAN})
        page = text(signed_in(reporter).get(reverse("progress:report", args=[report.pk])))
        assert '<span class="num">50.00</span></span>' in page

    def test_the_year_counts_each_month(self, project: Project, reporter: User) -> None:
        report_march(project, by=reporter)
        make_listed(owner=reporter.organisation)
        make_listed()
        with time_machine.travel(AFTER_MARCH, tick=False):
            page = signed_in(reporter).get(reverse("progress:rounds") + "?year=2024")
        tally = page.context["counts"][2].tally
        assert (tally.expected, tally.submitted, tally.silent) == (2, 1, 1)

    def test_the_lists_of_a_month(self, project: Project, reporter: User) -> None:
        report_march(project, by=reporter)
        silent = make_listed(owner=reporter.organisation)
        late = make_listed(owner=reporter.organisation)
        report_march(late, by=reporter, at=AFTER_MARCH)
        with time_machine.travel(AFTER_MARCH, tick=False):
            client = signed_in(make_user())
            names = {
                tab: [x.member.name for x in client.get(round_url(tab)).context["page"]]
                for tab in ("fill", "review", "silent", "late")
            }
        assert names["fill"] == names["silent"] == [silent.name]
        assert set(names["review"]) == {project.name, late.name}
        assert names["late"] == [late.name]

    def test_a_month_is_filtered_by_organisation(self, project: Project, reporter: User) -> None:
        make_listed(owner=make_reporter().organisation)
        url = f"{round_url('all')}&organisation={reporter.organisation_id}"
        lines = signed_in(make_user()).get(url).context["page"]
        assert [line.member.name for line in lines] == [project.name]

    def test_projects_report_only_while_they_must(self, reporter: User) -> None:
        owner = reporter.organisation
        make_listed(owner=owner, finished_on="2024-02-28")
        make_listed(owner=owner, state="cancelled")
        make_listed(owner=owner, added_on=AFTER_MARCH.date().replace(month=4, day=1))
        quarterly = make_listed(owner=owner, project_class="preparation")
        finishing = make_listed(owner=owner, finished_on="2024-03-01")
        client = signed_in(reporter)
        march = {x.member.name for x in client.get(round_url("all")).context["page"]}
        assert march == {quarterly.name, finishing.name}
        february = round_url("all", Month(2024, 2))
        assert quarterly.name not in {x.member.name for x in client.get(february).context["page"]}


class TestFillingOnThePage:
    def post(self, user: User, project: Project, **changes: Any) -> Any:
        typed = {
            "completed_yuan": "100",
            "physical_percent": "30",
            "physical_text": "主体施工",
            "problems": "",
            "next_month_text": "封顶",
            "edition": "0",
            "intent": "submit",
            **changes,
        }
        return signed_in(user).post(fill_url(project), typed)

    def test_a_month_is_handed_in_in_wan(self, project: Project, reporter: User) -> None:
        open_march()
        answer = self.post(reporter, project, completed_yuan="1,234.5", funds_fiscal="0.2亿")
        assert answer.status_code == 302
        report = Report.objects.get()
        assert (report.state, report.completed_yuan) == (ReportState.SUBMITTED, 12_345_000)
        assert report.funds.get().amount_yuan == 20_000_000

    def test_saving_keeps_a_draft_and_shows_what_it_adds_up_to(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        self.post(reporter, project, intent="save")
        page = signed_in(reporter).get(fill_url(project))
        assert Report.objects.get().state == ReportState.DRAFT
        assert page.context["desk"].compare.to_date_yuan == 100 * WAN
        assert round(page.context["desk"].compare.completion, 2) == Decimal("8.33")

    def test_last_month_is_carried_over_but_not_its_money(
        self, project: Project, reporter: User
    ) -> None:
        report_march(
            project,
            by=reporter,
            physical_percent=Decimal(30),
            physical_text="主体施工",
            problems="征地未完",
            next_month_text="封顶",
        )
        form = signed_in(reporter).get(fill_url(project, APRIL)).context["form"]
        assert form["physical_text"].value() == "主体施工"
        assert form["physical_percent"].value() == 30
        assert form["problems"].value() == "征地未完"
        assert form["next_month_text"].value() == "封顶"
        assert form["completed_yuan"].value() is None

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("completed_yuan", "约30"),
            ("completed_yuan", ""),
            ("completed_yuan", "-1"),
            ("physical_percent", "101"),
            ("completed_yuan", "99999999"),
        ],
    )
    def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
        self, project: Project, reporter: User, field: str, typed: str
    ) -> None:
        open_march()
        answer = self.post(reporter, project, **{field: typed, "problems": "缺电"})
        assert answer.status_code == 422
        assert answer.context["form"].errors[field]
        assert "缺电" in text(answer)
        assert not Report.objects.exists()

    def test_the_second_saver_is_told_keeps_the_text_and_may_save_over_it(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        self.post(make_reporter(reporter.organisation), project, intent="save")
        answer = self.post(reporter, project, completed_yuan="7", problems="我的话")
        assert answer.status_code == 409
        assert "我的话" in text(answer)
        assert Report.objects.get().completed_yuan == 100 * WAN
        edition = answer.context["form"]["edition"].value()
        again = self.post(reporter, project, completed_yuan="7", edition=edition)
        assert again.status_code == 302
        assert Report.objects.get().completed_yuan == 7 * WAN

    def test_who_comes_after_the_report_was_handed_in_is_told_and_keeps_the_text(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        first = make_reporter(reporter.organisation)
        self.post(first, project)
        for intent in ("submit", "save"):
            answer = self.post(
                reporter, project, completed_yuan="7", problems="我的话", intent=intent
            )
            assert answer.status_code == 409
            assert "我的话" in text(answer)
            assert str(first) in text(answer)
        assert Report.objects.get().completed_yuan == 100 * WAN

    def test_a_month_that_is_not_open_is_refused(self, project: Project, reporter: User) -> None:
        assert self.post(reporter, project).status_code == 409

    def test_photos_come_along_and_a_bad_one_does_not_undo_the_report(
        self, project: Project, reporter: User
    ) -> None:
        open_march()
        photos = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", b"MZ")]
        self.post(reporter, project, photos=photos)
        assert (Report.objects.count(), Photo.objects.count()) == (1, 1)
        url = reverse("progress:photo", args=[Photo.objects.get().pk])
        assert signed_in(reporter).get(url).getvalue() == PNG
        assert signed_in(make_reporter()).get(url).status_code == 404

    def test_no_change_is_one_click(self, project: Project, reporter: User) -> None:
        open_march()
        url = reverse("progress:no_change", args=[MARCH, project.pk])
        assert signed_in(reporter).post(url).status_code == 302
        assert Report.objects.get().no_change

    def test_reading_changes_nothing(self, project: Project, reporter: User) -> None:
        open_march()
        url = reverse("progress:no_change", args=[MARCH, project.pk])
        assert signed_in(reporter).get(url).status_code == 405
        signed_in(reporter).get(fill_url(project))
        assert not Report.objects.exists()

    def test_the_outlook_follows_what_is_typed(self, project: Project, reporter: User) -> None:
        url = reverse("progress:outlook", args=[MARCH, project.pk])
        client = signed_in(reporter)
        shown = client.get(url, {"completed_yuan": "600"})
        assert shown.context["desk"].compare.to_date_yuan == 600 * WAN
        assert shown.context["asks"]
        assert client.get(url, {"completed_yuan": "x"}).status_code == 200
        assert not Report.objects.exists()

    def test_a_viewer_may_not_fill(self, project: Project) -> None:
        assert signed_in(make_user(role=Role.VIEWER)).get(fill_url(project)).status_code == 403

    def test_what_was_handed_in_is_read_not_filled(self, project: Project, reporter: User) -> None:
        report = report_march(project, by=reporter)
        answer = signed_in(reporter).get(fill_url(project))
        assert answer["Location"] == reverse("progress:report", args=[report.pk])

    def test_a_milestone_is_reached_from_the_form(self, project: Project, reporter: User) -> None:
        milestone = make_milestone(project)
        assert milestone.name in text(signed_in(reporter).get(fill_url(project)))
        url = reverse("progress:reach", args=[milestone.pk])
        assert signed_in(reporter).post(url, {"reached_on": "x"}).status_code == 409
        signed_in(reporter).post(url, {"reached_on": "2024-03-01"})
        assert MilestoneReached.objects.count() == 1


class TestSteps:
    def step(self, user: User, name: str, report: Report, **typed: Any) -> int:
        url = reverse(f"progress:{name}", args=[report.pk])
        return int(signed_in(user).post(url, typed).status_code)

    def test_review_return_and_accept(self, project: Project, reporter: User) -> None:
        report, office = report_march(project, by=reporter), make_user()
        department = make_user(role=Role.DEPARTMENT, organisation=reporter.organisation)
        assert self.step(department, "review", report) == 302
        assert self.step(office, "return", report) == 409
        assert self.step(office, "return", report, reason="补形象") == 302
        actions.submit(report=report, by=reporter, at=IN_MARCH)
        report.refresh_from_db()
        assert self.step(reporter, "accept", report) == 403
        assert self.step(office, "accept", report, edition=report.edition - 1) == 409
        assert self.step(office, "accept", report, edition=report.edition) == 302

    def test_who_read_an_older_edition_is_told_and_keeps_the_words(
        self, project: Project, reporter: User
    ) -> None:
        report, office = report_march(project, by=reporter), make_user()
        page = reverse("progress:report", args=[report.pk])
        read = report.edition
        assert text(signed_in(office).get(page)).count(f'name="edition" value="{read}"') == 3
        report = actions.withdraw(report=report, by=reporter, at=IN_MARCH)
        report = actions.submit(report=report, by=reporter, at=IN_MARCH)
        assert self.step(office, "review", report, edition=read) == 409
        typed = {"reason": "补“形象”进度", "edition": read}
        told = signed_in(office).post(reverse("progress:return", args=[report.pk]), typed)
        assert (told.status_code, told.context["typed"]) == (409, "补“形象”进度")
        assert "重新查看" in text(told)
        assert 'value="补“形象”进度"' in text(told)
        assert text(told).count(f'name="edition" value="{report.edition}"') == 3
        report.refresh_from_db()
        assert (report.state, report.reviewed_at) == ("submitted", None)
        assert self.step(office, "review", report, edition=report.edition) == 302
        assert self.step(office, "return", report, **{**typed, "edition": report.edition}) == 302

    def test_an_edition_that_is_no_number_changes_nothing(
        self, project: Project, reporter: User
    ) -> None:
        report, office = report_march(project, by=reporter), make_user()
        assert self.step(office, "review", report, edition="9" * 5_000) == 409
        report.refresh_from_db()
        assert report.reviewed_at is None

    def test_taking_back(self, project: Project, reporter: User) -> None:
        assert self.step(reporter, "withdraw", report_march(project, by=reporter)) == 302

    def test_correcting(self, project: Project, reporter: User) -> None:
        report, office = report_march(project, by=reporter), make_user()
        actions.accept(report=report, by=office, at=IN_MARCH)
        typed = {"completed_yuan": "90", "edition": "1"}
        assert self.step(office, "correct", report, **typed) == 409
        assert self.step(office, "correct", report, **typed, reason="重复") == 302
        assert self.step(reporter, "correct", report, **typed, reason="重复") == 403
        changes = signed_in(office).get(reverse("progress:changes") + "?year=2024")
        assert "重复" in text(changes)

    def test_many_are_accepted_at_once(self, reporter: User) -> None:
        reports = [
            report_march(make_listed(owner=reporter.organisation), by=reporter) for _ in range(3)
        ]
        url = reverse("progress:accept_many", args=[MARCH])
        seen = [f"{report.pk}:{report.edition}" for report in reports]
        office = signed_in(make_user())
        assert office.post(url, {"seen": [*seen, "x"]}).status_code == 409
        assert office.post(url, {"seen": seen}).status_code == 302
        assert Report.objects.filter(state=ReportState.ACCEPTED).count() == 3

    def test_a_round_opens_closes_locks_and_reopens(self, project: Project) -> None:
        user = make_user()

        def step(name: str, **typed: Any) -> int:
            url = reverse(f"progress:{name}", args=[MARCH])
            return int(signed_in(user).post(url, typed).status_code)

        assert step("close") == 404
        assert [step("open"), step("close"), step("lock")] == [302, 302, 409]
        with time_machine.travel(AFTER_MARCH, tick=False):
            assert step("lock") == 302
            assert step("reopen", project=project.pk) == 409
            assert step("reopen", project=project.pk, reason="断网") == 302
            assert "断网" in text(signed_in(user).get(round_url("fill")))
        assert Round.objects.get().state == "locked"
