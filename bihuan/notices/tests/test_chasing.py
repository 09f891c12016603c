"""Chasing the missing reports of a month: who owes, how they are reached, one reminder to all."""

import json

import pytest

from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_organisation, make_user, signed_in
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.notices import actions
from bihuan.notices.chasing import chase, chat_text
from bihuan.notices.kinds import NoticeKind, NoticeState
from bihuan.notices.letters import letter_of
from bihuan.notices.models import Notice
from bihuan.notices.tests.factories import CLOCK, TODAY, at_hour, make_channel, make_waiting
from bihuan.progress.tests.factories import (
    MARCH,
    make_listed,
    make_reporter,
    open_march,
    report_march,
)

pytestmark = pytest.mark.django_db
DEAD_END = "http://127.0.0.1:9/hook"


@pytest.fixture
def owing():
    """A reporter with two reports to fill in and a channel of their own."""
    reporter, project = make_waiting()
    reporter.full_name, reporter.phone = "吴小东", "13800000000"
    reporter.save()
    make_listed(owner=reporter.organisation)
    make_channel(reporter, address=DEAD_END)
    return reporter, project


def remind(reporter, by=None, hour=9):
    return actions.remind(
        month=MARCH,
        organisations=[reporter.organisation_id],
        by=by or make_user(),
        at=at_hour(hour),
    )


def test_who_owes_stands_with_contact_phone_and_projects(owing):
    reporter, project = owing
    make_listed(owner=make_organisation(name="无人单位"))
    found = chase(make_user(), MARCH, today=TODAY)
    first, second = found.debtors
    assert (first.organisation_id, first.ways, first.reminded_at) == (
        reporter.organisation_id,
        1,
        None,
    )
    assert [(each.name, each.phone) for each in first.contacts] == [("吴小东", "13800000000")]
    assert project.name in first.projects
    assert (second.organisation, second.contacts, second.ways) == ("无人单位", (), 0)
    assert found.owed == 3


def test_contacts_of_an_unnamed_owner_stand_alone():
    make_listed(owner=None, responsible=make_organisation(name="住建局"), contact="李芳")
    open_march()
    page = signed_in().get(f"/work/chasing/{MARCH}/").content.decode()
    assert "李芳" in page
    assert "未填" not in page


def test_owners_stand_beside_the_responsible_organisation_with_whom_their_projects_name():
    office, owner = make_organisation(name="住建局"), make_reporter()
    owner.full_name, owner.phone = "李工", "13900000001"
    owner.save()
    project = make_listed(
        owner=owner.organisation,
        responsible=office,
        contact="王总",
        contact_phone="0745-1234567",
    )
    make_channel(owner, address=DEAD_END)
    open_march()
    [debtor] = chase(make_user(), MARCH, today=TODAY).debtors
    assert (debtor.organisation, debtor.contacts, debtor.ways) == ("住建局", (), 1)
    [reached] = debtor.owners
    assert reached.organisation == str(owner.organisation)
    assert [each.name for each in reached.contacts] == ["李工", "王总"]
    assert not debtor.has_nobody
    page = signed_in().get(f"/work/chasing/{MARCH}/").content.decode()
    assert all(word in page for word in ("tel:13900000001", "王总", "0745-1234567"))
    actions.remind(month=MARCH, organisations=[office.pk], by=make_user(), at=at_hour(9))
    letter = letter_of(Notice.objects.get(kind=NoticeKind.REMINDER), TODAY)
    assert project.name in str(letter)


def test_a_reminder_reaches_whoever_fills_in_without_any_channel():
    reporter, _project = make_waiting()
    done = remind(reporter)
    assert (done.organisations, done.channels) == (1, 0)
    told = signed_in().get(f"/work/chasing/{MARCH}/")
    [sent] = told.context["reminders"]
    assert (sent.organisation, sent.reports, sent.channels) == (reporter.organisation, 1, 0)


def test_nobody_to_remind_gives_no_button():
    make_listed()
    open_march()
    page = signed_in().get(f"/work/chasing/{MARCH}/").content.decode()
    assert 'name="organisation"' not in page
    assert 'class="button primary"' not in page


def test_what_was_handed_in_is_not_chased(owing):
    reporter, project = owing
    report_march(project, by=reporter)
    found = chase(make_user(), MARCH, today=TODAY)
    assert [name for each in found.debtors for name in each.projects] != []
    assert project.name not in found.debtors[0].projects


def test_one_reminder_goes_to_each_channel_and_a_waiting_one_is_not_doubled(owing):
    reporter, _project = owing
    make_channel(None, address=DEAD_END, organisation=reporter.organisation)
    make_channel(make_reporter(), address=DEAD_END)  # owes nothing
    assert remind(reporter).channels == 2
    with pytest.raises(Refusal, match="刚刚催报过"):
        remind(reporter)
    assert remind(reporter, hour=10).channels == 0
    assert Notice.objects.filter(kind=NoticeKind.REMINDER, day=MARCH.first_day).count() == 2
    assert chase(make_user(), MARCH, today=TODAY).debtors[0].reminded_at == at_hour(10)


def test_the_letter_says_what_is_missing_when_it_is_sent(owing):
    reporter, project = owing
    remind(reporter)
    notice = Notice.objects.get(kind=NoticeKind.REMINDER)
    letter = letter_of(notice, TODAY)
    told = "\n".join([letter.subject, letter.opening, *(line.text for line in letter.lines)])
    assert project.name in told
    assert "2" in letter.subject
    report_march(project, by=reporter)
    assert project.name not in str(letter_of(notice, TODAY))


def test_a_reminder_that_has_nothing_to_say_any_more_is_dropped():
    reporter, project = make_waiting()
    make_channel(reporter, address=DEAD_END)
    remind(reporter)
    report_march(project, by=reporter)
    actions.deliver(at=at_hour(9), by=CLOCK)
    assert Notice.objects.get(kind=NoticeKind.REMINDER).state == NoticeState.DROPPED


def test_only_the_office_chases_and_only_those_who_owe(owing):
    reporter, _project = owing
    with pytest.raises(NotAllowed):
        remind(reporter, by=make_user(role=Role.DEPARTMENT))
    with pytest.raises(Refusal):
        actions.remind(
            month=MARCH, organisations=[make_organisation().pk], by=make_user(), at=at_hour(9)
        )
    with pytest.raises(Refusal):
        actions.remind(month=MARCH.next(), organisations=[1], by=make_user(), at=at_hour(9))


def test_the_text_for_the_chat_group_names_each(owing):
    reporter, project = owing
    text = chat_text(chase(make_user(), MARCH, today=TODAY), TODAY)
    assert str(reporter.organisation) in text
    assert project.name in text
    assert len(text.splitlines()) == 3


class TestChasingPage:
    def test_it_shows_contacts_and_sends(self, owing):
        reporter, _project = owing
        browser, address = signed_in(), f"/work/chasing/{MARCH}/"
        shown = browser.get(address).content.decode()
        assert "tel:13800000000" in shown
        assert browser.get(f"/progress/{MARCH}/").content.decode().count(address) == 1
        answer = browser.post(address, {"organisation": [reporter.organisation_id, "x"]})
        assert answer.status_code == 302
        assert Notice.objects.filter(kind=NoticeKind.REMINDER).count() == 1

    def test_nothing_ticked_is_a_sentence(self, owing):
        assert signed_in().post(f"/work/chasing/{MARCH}/").status_code == 409

    def test_others_do_not_see_it(self, owing):
        reporter, _project = owing
        assert signed_in(reporter).get(f"/work/chasing/{MARCH}/").status_code == 403

    def test_its_queries_do_not_grow(self, owing, django_assert_max_num_queries):
        browser, address = signed_in(), f"/work/chasing/{MARCH}/"
        browser.get(address)
        for _ in range(15):
            make_listed(owner=make_reporter().organisation)
        with django_assert_max_num_queries(17):
            browser.get(address)


def test_the_api_tells_who_owes_and_reminds(owing):
    reporter, _project = owing
    browser = signed_in()
    told = browser.get(f"/api/work/chasing/{MARCH}").json()
    [row] = told["debtors"]
    assert (row["organisation_id"], row["contacts"][0]["phone"]) == (
        reporter.organisation_id,
        "13800000000",
    )
    said = json.dumps({"organisation_ids": [reporter.organisation_id]})
    told = browser.post(f"/api/work/chasing/{MARCH}", said, content_type="application/json")
    assert (told.status_code, told.json()) == (200, {"organisations": 1, "channels": 1})
    assert signed_in(reporter).get(f"/api/work/chasing/{MARCH}").status_code == 403
