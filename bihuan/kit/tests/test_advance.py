"""How far long work has come."""

import pytest

from bihuan.kit import advance

SHARES = {"first": 40, "second": 60}


def test_what_nobody_watches_tells_nothing():
    advance.enter("first", 10)
    advance.add(5)
    assert list(advance.counted([1, 2])) == [1, 2]
    assert advance.running("me") is None


def test_a_stage_takes_its_share_of_the_whole():
    with advance.watch("me", SHARES) as job:
        advance.enter("first", 4)
        assert job.percent == 0
        advance.add(2)
        assert job.percent == 20
        advance.enter("second", 10)
        assert (job.stage, job.percent) == ("second", 40)
        advance.add(5)
        assert job.percent == 70


@pytest.mark.parametrize(("done", "percent"), [(9, 94), (10, 99), (25, 99)])
def test_what_still_runs_is_never_all_done(done, percent):
    with advance.watch("me", SHARES) as job:
        advance.enter("second", 10)
        advance.add(done)
        assert job.percent == percent


def test_a_stage_of_nothing_divides_by_nothing():
    with advance.watch("me", SHARES) as job:
        advance.enter("second", 0)
        assert job.percent == 40


def test_each_is_asked_about_under_its_own_key_and_only_while_it_runs():
    with advance.watch("me", SHARES, about=7) as mine, advance.watch("you", SHARES) as yours:
        assert (advance.running("me"), advance.running("you")) == (mine, yours)
        assert mine.about == 7
    assert advance.running("me") is None


def test_work_that_fails_runs_no_longer():
    with pytest.raises(ValueError, match="no"), advance.watch("me", SHARES):
        raise ValueError("no")
    assert advance.running("me") is None


def test_of_two_under_one_key_the_later_is_told_of_until_it_ends():
    with advance.watch("me", SHARES):
        with advance.watch("me", SHARES) as later:
            assert advance.running("me") is later
        assert advance.running("me") is None


@pytest.mark.parametrize("number", [1, advance.EVERY, 2 * advance.EVERY + 7])
def test_counted_items_are_all_told(number):
    told = []
    with advance.watch("me", SHARES, told=lambda job: told.append(job.done)):
        advance.enter("first", number)
        assert len(list(advance.counted(range(number)))) == number
    assert told[-1] == number
