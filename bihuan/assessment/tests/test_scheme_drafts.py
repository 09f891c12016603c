"""Drafts of schemes by their actions: copied, saved, brought back, adopted from a day on."""

from datetime import UTC, date, datetime

import pytest

from bihuan.accounts import actions as accounts
from bihuan.accounts.roles import Role
from bihuan.accounts.tests.factories import make_user
from bihuan.assessment import actions
from bihuan.assessment.models import AdoptedScheme, SchemeDraft, SchemeEdition
from bihuan.assessment.presets import scheme_for, schemes_in_force, schemes_known
from bihuan.assessment.queries import scheme_of
from bihuan.audit.models import Event
from bihuan.kit.days import local_day
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.kit.months import Month
from bihuan.kit.presets import PresetError
from bihuan.projects.models import PresetChoice

from .frozen_district import APRIL, MAY, freeze_march, locked_district

pytestmark = pytest.mark.django_db
IN_JUNE = datetime(2024, 6, 3, 2, tzinfo=UTC)
MAY_DAY = date(2024, 5, 1)


@pytest.fixture
def office():
    return make_user()


@pytest.fixture
def draft(office):
    return actions.start_draft(name="试改", scheme="default", by=office, at=APRIL)


def text_of(draft, number=1):
    return draft.editions.get(number=number).text


def save(draft, text, office, edition=1, **more):
    return actions.save_draft(draft=draft, text=text, edition=edition, by=office, at=MAY, **more)


def retitled(draft, title="新办法"):
    return text_of(draft).replace("重点项目精准考核办法（建议稿）", title)


def adopt(draft, office, since=MAY_DAY, edition=1, at=MAY, by=None):
    """Adopt what `office` saved, as a second person."""
    second = by or make_user(role=office.role)
    return actions.adopt_draft(draft=draft, edition=edition, since=since, by=second, at=at)


def test_a_draft_begins_as_a_copy_of_the_next_version(draft, office):
    assert draft.origin == "重点项目精准考核办法（建议稿） · 1"
    assert "  version: 2\n" in text_of(draft)
    event = Event.objects.get(verb="scheme.drafted")
    assert event.note["copied_from"] == "default"


@pytest.mark.parametrize("name", ["", "  ", "试改", " 试改 ", "长" * 81])
def test_a_name_that_is_none_taken_or_too_long_is_refused(draft, office, name):
    with pytest.raises(Refusal):
        actions.start_draft(name=name, scheme="default", by=office, at=APRIL)
    other = actions.start_draft(name="另一个", scheme="yanan", by=office, at=APRIL)
    with pytest.raises(Refusal):
        actions.rename_draft(draft=other, name=name, by=office, at=APRIL)
    assert SchemeDraft.objects.count() == 2


def test_a_scheme_that_there_is_not_cannot_be_copied(office):
    with pytest.raises(Refusal, match="nothing"):
        actions.start_draft(name="试改", scheme="nothing", by=office, at=APRIL)


def test_saving_appends_an_edition_and_the_same_text_none(draft, office):
    saved = save(draft, retitled(draft).replace("\n", "\r\n"), office, note="改标题")
    assert (saved.number, saved.note) == (2, "改标题")
    assert save(draft, text_of(draft, 2), office, edition=2) == saved
    assert Event.objects.get(verb="scheme.saved").note == {"edition": 2}
    assert "新办法" in saved.text
    assert "新办法" not in text_of(draft, 1)


def test_of_two_who_save_the_second_is_told_and_nothing_is_lost(draft, office):
    save(draft, retitled(draft, "甲"), office)
    with pytest.raises(Refusal, match=str(office)):
        save(draft, retitled(draft, "乙"), make_user())
    assert SchemeEdition.objects.count() == 2
    with pytest.raises(Refusal, match=str(office)):
        actions.restore_edition(draft=draft, number=1, edition=1, by=office, at=MAY)
    with pytest.raises(Refusal, match=str(office)):
        adopt(draft, office)


def test_a_text_with_faults_is_refused_and_nothing_is_written(draft, office):
    with pytest.raises(PresetError) as caught:
        save(draft, text_of(draft).replace("max: 20", "max: 15", 1), office)
    assert "95" in str(caught.value)
    draft.refresh_from_db()
    assert (draft.edition, draft.editions.count()) == (1, 1)


def test_an_earlier_edition_is_brought_back_as_a_new_one(draft, office):
    save(draft, retitled(draft), office)
    back = actions.restore_edition(draft=draft, number=1, edition=2, by=office, at=MAY)
    assert (back.number, back.restores, back.text) == (3, 1, text_of(draft, 1))
    again = actions.restore_edition(draft=draft, number=1, edition=3, by=office, at=MAY)
    assert again == back
    for number in (0, 3, 4):
        with pytest.raises(Refusal, match=str(number)):
            actions.restore_edition(draft=draft, number=number, edition=3, by=office, at=MAY)


def test_a_draft_is_renamed_and_discarded_and_its_name_is_free_again(draft, office):
    assert actions.rename_draft(draft=draft, name="二稿", by=office, at=MAY).name == "二稿"
    actions.discard_draft(draft=draft, by=office, at=MAY)
    assert not SchemeDraft.objects.open().exists()
    refused = (
        lambda: save(draft, retitled(draft), office),
        lambda: actions.discard_draft(draft=draft, by=office, at=MAY),
        lambda: actions.rename_draft(draft=draft, name="三稿", by=office, at=MAY),
        lambda: adopt(draft, office),
    )
    for change in refused:
        with pytest.raises(Refusal, match="已废弃"):
            change()
    again = actions.start_draft(name="二稿", scheme="default", by=office, at=MAY)
    assert again.edition == 1


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.DEPARTMENT, Role.VIEWER, Role.COMMANDER])
def test_only_who_may_change_rules_drafts_and_adopts(draft, role):
    other = make_user(role=role)
    doors = (
        lambda: actions.start_draft(name="甲", scheme="default", by=other, at=MAY),
        lambda: save(draft, retitled(draft), other),
        lambda: actions.restore_edition(draft=draft, number=1, edition=1, by=other, at=MAY),
        lambda: actions.rename_draft(draft=draft, name="甲", by=other, at=MAY),
        lambda: actions.discard_draft(draft=draft, by=other, at=MAY),
        lambda: adopt(draft, other),
        lambda: actions.choose_scheme(name="yanan", by=other, at=MAY),
    )
    for door in doors:
        with pytest.raises(NotAllowed):
            door()
    assert not AdoptedScheme.objects.exists()


def test_an_adopted_edition_holds_from_its_day_and_earlier_months_keep_theirs(draft, office):
    save(draft, retitled(draft), office)
    adopted = adopt(draft, office, edition=2)
    held = schemes_in_force()
    assert held.name_on(date(2024, 4, 30)) == "default"
    assert held.name_on(MAY_DAY) == adopted.name == f"draft-{draft.pk}-2"
    assert scheme_of(Month(2024, 5)).title == "新办法"
    assert scheme_of(Month(2024, 4)).version == 1
    assert scheme_for(adopted.name, MAY_DAY).title == "新办法"
    choice = PresetChoice.objects.get()
    assert (choice.preset, choice.since, choice.by) == (adopted.name, MAY_DAY, adopted.by)
    event = Event.objects.get(verb="scheme.adopted")
    assert event.note == {"since": "2024-05-01", "digest": adopted.digest}


def test_another_person_adopts_than_who_saved_the_newest_edition(draft, office):
    second = make_user()
    save(draft, retitled(draft), office)
    with pytest.raises(Refusal, match="另一人采用"):
        adopt(draft, office, edition=2, by=office)
    assert not AdoptedScheme.objects.exists()
    assert adopt(draft, office, edition=2, by=second).by == second


def test_who_acts_for_the_other_is_no_second_person(draft, office):
    deputy = make_user()
    today = local_day(MAY)
    accounts.name_deputy(
        person=office, deputy=deputy, since=today, until=today, by=make_user(), at=MAY
    )
    with pytest.raises(Refusal, match="另一人采用"):
        adopt(draft, office, by=deputy)


def test_who_is_alone_is_told_to_add_a_second_account(draft, office):
    with pytest.raises(Refusal, match="请先为第二人"):
        adopt(draft, office, by=office)
    left = make_user()
    accounts.deactivate(user=left, by=office, at=MAY)
    make_user(role=Role.SUPERVISOR)
    with pytest.raises(Refusal, match="请先为第二人"):
        adopt(draft, office, by=office)


def test_what_was_adopted_stays_when_the_draft_goes_on(draft, office):
    adopt(draft, office)
    save(draft, retitled(draft, "再改"), office)
    assert scheme_of(Month(2024, 5)).title == "重点项目精准考核办法（建议稿）"
    adopt(draft, office, since=date(2024, 6, 1), edition=2, at=IN_JUNE)
    actions.discard_draft(draft=draft, by=office, at=IN_JUNE)
    titles = [scheme_of(Month(2024, month)).title for month in (5, 6)]
    assert titles == ["重点项目精准考核办法（建议稿）", "再改"]


def test_the_same_edition_adopted_from_another_day_is_the_same_scheme(draft, office):
    first = adopt(draft, office, since=date(2024, 6, 1))
    assert adopt(draft, office, since=MAY_DAY) == first
    assert AdoptedScheme.objects.count() == 1
    assert schemes_in_force().name_on(MAY_DAY) == first.name


def test_a_scheme_of_the_title_and_version_of_another_is_not_adopted(draft, office):
    same = text_of(draft).replace("  version: 2\n", "  version: 1\n")
    save(draft, same, office)
    with pytest.raises(Refusal, match="版本"):
        adopt(draft, office, edition=2)
    assert (AdoptedScheme.objects.count(), PresetChoice.objects.count()) == (0, 0)


def test_a_locked_month_keeps_its_scheme(draft, office):
    locked_district()
    with pytest.raises(Refusal, match="锁定"):
        adopt(draft, office, since=date(2024, 3, 1))
    assert not AdoptedScheme.objects.exists()
    assert adopt(draft, office, since=date(2024, 4, 1)).name in schemes_known()


def test_a_frozen_month_keeps_its_scheme_where_no_round_was_locked(draft, office, small_scheme):
    locked_district()
    freeze = freeze_march(by=office)
    type(freeze).objects.update(month=MAY_DAY)  # a month that had no round
    for change in (
        lambda: adopt(draft, office, since=MAY_DAY),
        lambda: actions.choose_scheme(name="yanan", since=date(2024, 4, 1), by=office, at=MAY),
    ):
        with pytest.raises(Refusal, match="2024年6月1日"):
            change()
    assert not PresetChoice.objects.exists()
    actions.choose_scheme(name="default", since=MAY_DAY, by=office, at=MAY)
    assert adopt(draft, office, since=date(2024, 6, 1)).name in schemes_known()


def test_frozen_scores_are_those_of_the_adopted_scheme_and_name_it(office, small_scheme):
    draft = actions.start_draft(name="试改", scheme="default", by=office, at=APRIL)
    text = text_of(draft).replace("title: 试行办法", "title: 正式办法")
    save(draft, text, office)
    adopted = adopt(draft, office, since=date(2024, 1, 1), edition=2)
    locked_district()
    freeze = freeze_march(by=office)
    assert (freeze.scheme_name, freeze.scheme_title) == (adopted.name, "正式办法")
    assert freeze.scheme_digest == adopted.digest
