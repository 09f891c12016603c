from datetime import date, timedelta

import pytest

from bihuan.accounts.tests.factories import make_user
from bihuan.audit.models import Event
from bihuan.kit.errors import NotAllowed, Refusal
from bihuan.notices import actions, sending
from bihuan.notices.actions import Delivered
from bihuan.notices.kinds import NoticeState
from bihuan.notices.models import Notice
from bihuan.progress.tests.factories import make_reporter

from .factories import CLOCK, TODAY, at_hour, make_channel, make_waiting, morning

pytestmark = pytest.mark.django_db
NOON = at_hour(12)


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def test_a_digest_reaches_its_recipient_with_what_waits(listener):
    reporter, project = make_waiting()
    make_channel(reporter, address=listener.address)
    assert morning() == Delivered(sent=1)
    (heard,) = listener.heard
    assert heard["title"] == "待办1项，其中逾期0项"
    assert project.name in heard["message"]
    notice = Notice.objects.get()
    assert (notice.state, notice.attempts, notice.recipient) == ("sent", 1, reporter)
    assert notice.sent_at == at_hour(8, 30)
    assert len(notice.body_hash) == 64
    assert verbs()[-4:] == [
        "notices.made",
        "notice.claimed",
        "notice.marked",
        "notices.delivered",
    ]


def test_nothing_is_sent_without_a_channel(listener):
    make_waiting()
    assert morning() == Delivered()
    assert listener.heard == []


def test_nothing_is_sent_when_nothing_waits(listener):
    make_channel(make_reporter(), address=listener.address)
    assert morning() == Delivered(dropped=1)
    assert listener.heard == []


def test_a_second_run_on_the_day_makes_and_sends_nothing_new(listener):
    reporter, _project = make_waiting()
    make_channel(reporter, address=listener.address)
    morning()
    before = Event.objects.count()
    assert actions.make_digests(on=TODAY, by=CLOCK, at=NOON) == 0
    assert actions.deliver(at=NOON, by=CLOCK) == Delivered()
    assert len(listener.heard) == 1
    assert Event.objects.count() == before


def test_the_next_working_day_has_a_digest_of_its_own(listener):
    reporter, _project = make_waiting()
    make_channel(reporter, address=listener.address)
    morning()
    morning(on=date(2024, 3, 26))
    assert len(listener.heard) == 2


def test_digests_begin_at_the_offices_hour(listener):
    make_channel(make_waiting()[0], address=listener.address)
    assert actions.make_digests(on=TODAY, by=CLOCK, at=at_hour(8, 29)) == 0
    assert actions.make_digests(on=TODAY, by=CLOCK, at=at_hour(8, 30)) == 1


@pytest.mark.parametrize("day_off", [date(2024, 3, 24), date(2024, 5, 1)])
def test_there_is_no_digest_on_a_day_off(listener, day_off):
    make_channel(make_waiting()[0], address=listener.address)
    assert actions.make_digests(on=day_off, by=CLOCK, at=at_hour(9, on=day_off)) == 0


def test_what_fails_is_tried_again_ever_later_and_then_given_up(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    assert morning() == Delivered(failed=1)
    notice = Notice.objects.get()
    assert "500" in notice.last_error
    assert notice.next_at == at_hour(8, 40)
    assert actions.deliver(at=at_hour(8, 39), by=CLOCK) == Delivered()
    assert actions.deliver(at=at_hour(8, 40), by=CLOCK) == Delivered(failed=1)
    assert actions.deliver(at=at_hour(9, 40), by=CLOCK) == Delivered(failed=1)
    assert actions.deliver(at=at_hour(12, 40), by=CLOCK) == Delivered(given_up=1)
    assert actions.deliver(at=at_hour(23), by=CLOCK) == Delivered()
    notice.refresh_from_db()
    assert (notice.attempts, notice.state) == (4, NoticeState.GIVEN_UP)


def test_what_failed_goes_out_once_the_server_is_back(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 503
    morning()
    listener.status = 200
    assert actions.deliver(at=at_hour(9), by=CLOCK) == Delivered(sent=1)
    notice = Notice.objects.get()
    assert (notice.attempts, notice.last_error, notice.next_at) == (2, "", None)


def test_an_error_tells_nothing_secret(listener):
    channel = make_channel(make_waiting()[0], address=listener.address)
    listener.status = 404
    morning()
    assert "key-0123456789" not in Notice.objects.get().last_error
    assert "key-0123456789" not in channel.masked


def test_a_server_that_is_not_there_is_a_failure(listener):
    address = listener.address.replace(str(listener.port), "9")
    make_channel(make_waiting()[0], address=address)
    assert morning() == Delivered(failed=1)


def test_a_crash_in_the_middle_leaves_a_claim_that_is_taken_up_again(listener, monkeypatch):
    make_channel(make_waiting()[0], address=listener.address)

    def dies(*_args, **_said):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("bihuan.notices.actions.delivering.send", dies)
        with pytest.raises(KeyboardInterrupt):
            morning()
    notice = Notice.objects.get()
    assert (notice.state, notice.claimed_at) == (NoticeState.SENDING, at_hour(8, 30))
    assert actions.deliver(at=at_hour(8, 59), by=CLOCK) == Delivered()
    assert actions.deliver(at=at_hour(9), by=CLOCK) == Delivered(sent=1)
    notice.refresh_from_db()
    assert (notice.state, notice.claimed_at, notice.attempts) == ("sent", None, 2)


def test_what_kills_every_process_that_sends_it_is_given_up(listener, monkeypatch):
    make_channel(make_waiting()[0], address=listener.address)

    def dies(*_args, **_said):
        raise KeyboardInterrupt

    actions.make_digests(on=TODAY, by=CLOCK, at=at_hour(8, 30))
    with monkeypatch.context() as patched:
        patched.setattr("bihuan.notices.actions.delivering.send", dies)
        for hours in range(4):
            with pytest.raises(KeyboardInterrupt):
                actions.deliver(at=at_hour(9 + hours), by=CLOCK)
    assert actions.deliver(at=at_hour(14), by=CLOCK) == Delivered(given_up=1)
    assert "未能完成" in Notice.objects.get().last_error


def test_a_fault_of_our_own_does_not_keep_others_from_their_notices(listener, monkeypatch):
    first, _project = make_waiting()
    broken = make_channel(first, address=listener.address)
    make_channel(first, address=listener.address)

    def faulty(channel, *args, **said):
        if channel == broken:
            raise ZeroDivisionError
        sending.send(channel, *args, **said)

    monkeypatch.setattr("bihuan.notices.actions.delivering.send", faulty)
    assert morning() == Delivered(sent=1, failed=1)


def test_a_digest_is_not_sent_when_its_day_is_over(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    morning()
    listener.status = 200
    tomorrow = at_hour(8, on=TODAY + timedelta(days=1))
    assert actions.deliver(at=tomorrow, by=CLOCK) == Delivered(dropped=1)
    assert len(listener.heard) == 1


def test_somebody_who_may_not_sign_in_any_more_is_told_nothing(listener):
    reporter, _project = make_waiting()
    make_channel(reporter, address=listener.address)
    actions.make_digests(on=TODAY, by=CLOCK, at=at_hour(8, 30))
    reporter.is_active = False
    reporter.save()
    assert actions.deliver(at=at_hour(8, 30), by=CLOCK) == Delivered(dropped=1)
    assert actions.make_digests(on=TODAY + timedelta(days=1), by=CLOCK, at=at_hour(9)) == 0


def test_a_channel_switched_off_in_between_is_not_used(listener):
    reporter, _project = make_waiting()
    channel = make_channel(reporter, address=listener.address)
    actions.make_digests(on=TODAY, by=CLOCK, at=at_hour(8, 30))
    actions.switch_channel(channel=channel, on=False, by=reporter, at=NOON)
    assert actions.deliver(at=NOON, by=CLOCK) == Delivered(dropped=1)
    assert listener.heard == []


def test_the_office_sends_again_what_was_given_up(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    morning()
    listener.status = 200
    notice = Notice.objects.get()
    with pytest.raises(NotAllowed):
        actions.send_again(notice=notice, by=make_reporter(), at=NOON)
    notice = actions.send_again(notice=notice, by=make_user(), at=NOON)
    assert notice.state == NoticeState.SENT
    assert "notice.sent_again" in verbs()
    with pytest.raises(Refusal):
        actions.send_again(notice=notice, by=make_user(), at=NOON)


def test_yesterdays_digest_is_not_sent_again(listener):
    make_channel(make_waiting()[0], address=listener.address)
    listener.status = 500
    morning()
    with pytest.raises(Refusal):
        actions.send_again(notice=Notice.objects.get(), by=make_user(), at=NOON + timedelta(days=1))


def test_a_test_message_goes_out_at_once(listener):
    reporter = make_reporter()
    channel = make_channel(reporter, address=listener.address, name="值班群")
    notice = actions.send_test(channel=channel, by=reporter, at=NOON)
    assert notice.state == NoticeState.SENT
    assert "值班群" in listener.heard[0]["message"]
    assert verbs()[-3:] == ["notice.tested", "notice.claimed", "notice.marked"]
    with pytest.raises(NotAllowed):
        actions.send_test(channel=channel, by=make_reporter(), at=NOON)
    actions.switch_channel(channel=channel, on=False, by=reporter, at=NOON)
    with pytest.raises(Refusal):
        actions.send_test(channel=channel, by=reporter, at=NOON)


def test_a_run_stops_after_many_failures_and_the_rest_waits_for_the_next(listener, monkeypatch):
    monkeypatch.setattr("bihuan.notices.actions.delivering.MOST_FAILURES", 2)
    reporter, _project = make_waiting()
    for _each in range(3):
        make_channel(reporter, address=listener.address)
    listener.status = 500
    assert morning() == Delivered(failed=2)
    listener.status = 200
    assert actions.deliver(at=at_hour(8, 31), by=CLOCK) == Delivered(sent=1)
    assert actions.deliver(at=at_hour(8, 40), by=CLOCK) == Delivered(sent=2)


def test_a_claim_that_another_clock_took_over_is_marked_by_that_one(listener, monkeypatch):
    reporter, _project = make_waiting()
    for _each in range(2):
        make_channel(reporter, address=listener.address)
    slow = {"sends": True}

    def meanwhile(channel, *args, **said):
        if slow.pop("sends", False):
            assert actions.deliver(at=at_hour(9), by=CLOCK) == Delivered(sent=2)
        sending.send(channel, *args, **said)

    monkeypatch.setattr("bihuan.notices.actions.delivering.send", meanwhile)
    assert morning() == Delivered()
    told = Notice.objects.order_by("pk").values_list("state", "attempts", "sent_at")
    assert list(told) == [("sent", 2, at_hour(9)), ("sent", 1, at_hour(9))]
    assert len(listener.heard) == 3  # the first of them twice: documented
