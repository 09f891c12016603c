"""Organisations are renamed and merged, and keep their past."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from bihuan.accounts import actions
from bihuan.accounts.models import Organisation
from bihuan.accounts.queries import names_of_before, organisation_named
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_leader, make_organisation, make_user, signed_in
from bihuan.audit.models import Event
from bihuan.importing.people.plan import plan_people
from bihuan.importing.people.sheet import PersonRow
from bihuan.importing.tests.books import ledger, ledger_row
from bihuan.importing.tests.test_actions import bring
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.matters import actions as matters
from bihuan.matters.kinds import PaperKind
from bihuan.matters.models import Matter
from bihuan.matters.tests.factories import assign_one
from bihuan.notices.tests.factories import make_channel
from bihuan.papers.actions import issue_paper
from bihuan.progress.models import Report
from bihuan.progress.tests.factories import make_listed, report_march
from bihuan.projects import actions as projects
from bihuan.projects.models import Project
from bihuan.projects.parties import answering_on

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ON = date(2026, 11, 1)


def rename(organisation, name, *, on=ON, by=None):
    return actions.rename_organisation(
        organisation=organisation, name=name, on=on, by=by or make_user(), at=AT
    )


def merge(was, into, *, on=ON, by=None, reason="机构改革"):
    return actions.merge_organisations(
        was=was, into=into, on=on, reason=reason, by=by or make_user(), at=AT
    )


class TestRenamed:
    def test_it_is_found_by_both_names(self):
        home = make_organisation(name="区住建局")
        rename(home, "区住房城乡建设和交通局")
        assert organisation_named("区住建局") == home
        assert Organisation.objects.called("区住建局").get() == home
        client = signed_in(make_user(role=Role.VIEWER))
        page = client.get("/accounts/organisations/?search=区住建局").content.decode()
        assert "区住房城乡建设和交通局" in page

    def test_the_day_before_is_the_last_of_the_former_name(self):
        home = make_organisation(name="区住建局")
        rename(home, "区建设局")
        rename(home, "区城建局", on=ON + timedelta(days=9))
        told = [(each.name, each.until) for each in home.former_names.all()]
        assert told == [
            ("区建设局", ON + timedelta(days=8)),
            ("区住建局", ON - timedelta(days=1)),
        ]
        event = Event.objects.filter(verb="organisation.renamed").first()
        assert event.note["changes"]["name"] == ["区住建局", "区建设局"]

    def test_a_workbook_with_the_former_name_means_it(self):
        home = make_organisation(name="区住建局")
        rename(home, "区城市更新中心")
        bring(ledger(ledger_row(1)))  # says 区住建局
        assert Project.objects.get().responsible == home
        plan = plan_people([PersonRow("人员", 3, "张三", "区住建局", role="填报人")])
        assert not plan.unknown
        assert plan.lines[0].draft.organisation == "区城市更新中心"

    def test_papers_of_before_keep_the_name_of_their_time(self):
        home = make_organisation(name="区住建局")
        matter = assign_one(lead=home)
        paper = issue_paper(
            kind=PaperKind.REMINDER,
            matter=matter,
            text="请限期办结。",
            signer="区重点办",
            by=make_user(),
            at=AT,
        )
        before = paper.addressee
        assert "区住建局" in before
        rename(home, "区建设局")
        paper.refresh_from_db()
        assert paper.addressee == before

    def test_what_cannot_be_is_refused(self):
        home, other = make_organisation(name="区住建局"), make_organisation(name="水利局")
        for name, on in (
            ("水利局", ON),
            ("", ON),
            ("区住建局", ON),
            ("区建设局", date(2026, 11, 24)),
        ):
            with pytest.raises(Refusal):
                rename(home, name, on=on)
        rename(home, "区建设局")
        with pytest.raises(Refusal):
            rename(home, "区城建局", on=ON - timedelta(days=5))
        with pytest.raises(Refusal):
            rename(other, "区住建局")  # a former name is still in use
        with pytest.raises(NotAllowed):
            rename(home, "区城建局", by=make_user(role=Role.DEPARTMENT))
        rename(home, "区住建局", on=ON + timedelta(days=5))  # back to what it was


class TestMerged:
    def busy(self):
        was, into = make_organisation(name="区规划局"), make_organisation(name="区资源局")
        reporter = make_user(role=Role.REPORTER, organisation=was)
        owned = make_listed(owner=was)
        answered = make_listed(responsible=was)
        led = assign_one(lead=was)
        helped = assign_one(lead=into)
        helped.supporting.set([was])
        channel = make_channel(None, address="https://example.com/hook")
        channel.organisation = was
        channel.save()
        return was, into, reporter, owned, answered, led, helped, channel

    def test_what_belongs_to_it_goes_over_and_it_is_closed(self):
        was, into, reporter, owned, answered, led, helped, channel = self.busy()
        merge(was, into)
        for thing in (was, reporter, owned, answered, led, helped, channel):
            thing.refresh_from_db()
        assert (was.closed_on, was.merged_into) == (ON, into)
        assert reporter.organisation == owned.owner == answered.responsible == into
        assert led.lead == channel.organisation == into
        assert not helped.supporting.exists()  # it leads already

    def test_each_part_says_so_in_the_record_and_the_page_shows_what_went_over(self):
        was, into, _reporter, owned, *_rest = self.busy()
        office = make_user()
        merge(was, into, by=office)
        verbs = set(Event.objects.values_list("verb", flat=True))
        assert {
            "organisation.merged",
            "project.edited",
            "user.edited",
            "matter.organisation_passed_on",
            "channel.passed_on",
        } <= verbs
        page = signed_in(office).get(f"/accounts/organisations/{was.pk}/change/")
        assert f'href="/projects/{owned.pk}/"' in page.content.decode()
        page = signed_in(office).get(f"/accounts/organisations/{into.pk}/change/")
        assert "区规划局" in page.content.decode()

    def test_deadlines_clocks_and_reports_stay_as_they_were(self):
        was, into, reporter, owned, *_middle, led, _helped, _channel = self.busy()
        before = (led.due_on, led.first_due_on, led.clock_from)
        report_march(owned, by=reporter)
        reports = list(Report.objects.values())
        merge(was, into)
        led.refresh_from_db()
        assert (led.due_on, led.first_due_on, led.clock_from) == before
        assert list(Report.objects.values()) == reports

    def test_who_handled_it_before_the_merger_is_no_second_person_after(self):
        was, into = make_organisation(), make_organisation()
        handler = make_user(role=Role.DEPARTMENT, organisation=was)
        matter = assign_one(lead=was)
        matters.sign(matter=matter, by=handler, at=AT)
        merge(was, into)
        matter.refresh_from_db()
        assert handler.pk in matter.handlers()
        assert {was.pk, into.pk} <= matter.ever_in_hands()

    def test_its_name_means_the_other_from_now_on(self):
        was, into = make_organisation(name="区住建局"), make_organisation(name="区更新局")
        last = make_organisation(name="区城乡局")
        rename(was, "区建设局")
        merge(was, into)
        merge(into, last)
        assert names_of_before() == {"区住建局": last, "区建设局": last, "区更新局": last}
        bring(ledger(ledger_row(1)))
        assert Project.objects.get().responsible == last
        assert last in Organisation.objects.called("区更新局")

    def test_it_is_given_nothing_more(self):
        was, into, office = make_organisation(), make_organisation(), make_user()
        project, user = make_listed(), make_user(role=Role.VIEWER)
        matter = assign_one()
        merge(was, into)
        was.refresh_from_db()
        with pytest.raises(Refusal):
            projects.edit_project(
                project=project, edition=project.edition, owner=was, by=office, at=AT
            )
        with pytest.raises(Refusal):
            actions.edit_user(user=user, role=user.role, organisation=was, by=office, at=AT)
        with pytest.raises(Refusal):
            matters.assign(matter=matter, lead=was, by=office, at=AT)
        for act in (
            lambda: rename(was, "新名"),
            lambda: merge(was, into),
            lambda: merge(into, was),
        ):
            with pytest.raises(Refusal):
                act()

    def test_what_cannot_be_is_refused_and_nothing_is_moved(self):
        was, into, reporter, *_rest = self.busy()
        for more in ({"on": date(2026, 11, 24)}, {"reason": " "}):
            with pytest.raises(Refusal):
                merge(was, into, **more)
        with pytest.raises(Refusal):
            merge(was, was)
        with pytest.raises(NotAllowed):
            merge(was, into, by=make_user(role=Role.SUPERVISOR))
        reporter.refresh_from_db()
        assert reporter.organisation == was

    def test_a_closed_one_hangs_on_no_leader(self):
        from bihuan.accounts.holdings import held_by

        user = make_user(role=Role.COMMANDER)
        leader = make_leader(user=user)
        was, into = make_organisation(), make_organisation()
        was.in_charge = leader
        was.save()
        assert held_by(user)
        merge(was, into)
        assert not held_by(user)


def test_by_form_it_is_renamed_and_merged():
    was, into = make_organisation(name="区规划局"), make_organisation(name="区资源局")
    client, today = signed_in(make_user()), timezone.localdate()
    base = f"/accounts/organisations/{was.pk}"
    assert client.get(f"{base}/change/").status_code == 200
    assert client.post(f"{base}/rename/", {}).status_code == 422
    told = {"name": "区规划和自然资源局", "on": today}
    assert client.post(f"{base}/rename/", {**told, "name": "区资源局"}).status_code == 409
    mistyped = {**told, "name": "区规划和自燃资源局"}
    assert client.post(f"{base}/rename/", mistyped).status_code == 302
    assert client.post(f"{base}/rename/", told).status_code == 302  # mended on the same day
    assert [each.name for each in was.former_names.all()] == ["区规划局"]
    told = {"into": into.pk, "on": today, "reason": "机构改革"}
    assert client.post(f"{base}/merge/", {}).status_code == 422
    late = {**told, "on": today + timedelta(days=1)}
    assert client.post(f"{base}/merge/", late).status_code == 409
    assert client.post(f"{base}/merge/", told).status_code == 302
    viewer = signed_in(make_user(role=Role.VIEWER))
    assert viewer.get(f"{base}/change/").status_code == 403
    assert viewer.post(f"{base}/rename/").status_code == 403
    assert viewer.post(f"{base}/merge/").status_code == 403


def test_over_http_it_is_renamed_merged_and_its_past_told():
    was, into = make_organisation(name="区规划局"), make_organisation(name="区资源局")
    client, today = signed_in(make_user()), str(timezone.localdate())

    def call(part, **said):
        path = f"/api/accounts/organisations/{was.pk}/{part}"
        return client.post(path, json.dumps(said), "application/json")

    assert call("rename", name="区规划和资源局", on=today).json()["name"] == "区规划和资源局"
    assert call("merge", into_id=into.pk, on=today, reason="机构改革").json()["id"] == into.pk
    told = client.get(f"/api/accounts/organisations/{into.pk}/past").json()
    assert [each["name"] for each in told["absorbed"]] == ["区规划和资源局"]
    assert Matter.objects.count() == 0


def test_an_old_month_calls_an_organisation_as_it_was_called_then():
    """Two screens, one name: round, list, statistics and comparison of March 2024 and today's."""
    home = make_organisation(name="区水利局")
    project = make_listed(responsible=home)
    report_march(project, by=make_user())
    rename(home, "区水务局")
    assert answering_on(date(2024, 3, 31)) == {project.pk: (home.pk, "区水利局")}
    assert answering_on(ON) == {}
    browser = signed_in()
    for page in (
        "/progress/2024-03/?tab=all",
        "/progress/2024-03/?tab=organisations",
        "/projects/?month=2024-03",
        "/statistics/?year=2024",
        "/lights/2024-03/?rows=all",
    ):
        shown = browser.get(page).text
        assert "区水利局" in shown, page
        assert "区水务局" not in shown, page


def test_forms_beside_each_other_have_fields_of_their_own():
    home = make_organisation()
    for page in (
        f"/accounts/organisations/{home.pk}/change/",
        f"/accounts/users/{make_user().pk}/leaving/",
    ):
        ids = re.findall(r'\bid="([^"]+)"', signed_in().get(page).text)
        assert len(ids) == len(set(ids)), page
