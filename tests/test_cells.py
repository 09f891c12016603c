"""A matrix folded into one test still tries and names its every cell."""

import inspect
import itertools
from typing import Any

import pytest
from django.db import connection

from bihuan.audit.models import Event
from bihuan.projects.models import Chain

from . import cells, turns
from .cells import every, sample, share_of_day, share_of_engine


class Usual:
    def get_closest_marker(self, name):
        return None


class TakingTurns:
    def get_closest_marker(self, name):
        return name == turns.MARK


def failing(test, **fixtures):
    with pytest.raises(pytest.fail.Exception) as failed:
        test(**fixtures)
    return str(failed.value)


def test_every_cell_is_tried_and_each_that_fails_is_named_with_its_reason():
    tried = []

    @every("number", range(6))
    def halves(number):
        tried.append(number)
        assert number % 2 == 0, f"{number} is odd"

    told = failing(halves)
    assert tried == [0, 1, 2, 3, 4, 5]
    assert told.startswith("3 of 6 failed\n")
    assert [f"{n} is odd" in told for n in range(6)] == [False, True] * 3
    assert halves.cells == 6


def test_what_breaks_or_is_failed_on_purpose_is_named_as_well():
    @every(("one", "other"), [(1, 0), (1, 1), (2, 1)], ids=lambda cell: f"<{cell[0]}/{cell[1]}>")
    def divides(one, other):
        if one // other == 2:
            pytest.fail("two")

    told = failing(divides)
    assert "<1/0>: ZeroDivisionError" in told
    assert "<2/1>: Failed" in told
    assert "<1/1>" not in told


def test_fixtures_are_still_asked_for_and_cells_are_not():
    @every("number", [1])
    def asks(client, number):
        assert client == "given"

    assert list(inspect.signature(asks).parameters) == ["client"]
    asks(client="given")


def test_a_matrix_without_cells_fails():
    @every("path", [])
    def nothing(path):
        pass

    with pytest.raises(AssertionError):
        nothing()


@pytest.mark.django_db
def test_what_a_cell_wrote_is_undone_before_the_next():
    @every("name", ["甲", "乙"], rolled_back=True)
    def writes(name):
        assert not Chain.objects.exists()
        Chain.objects.create(name=name)

    writes()
    assert not Chain.objects.exists()
    assert not connection.needs_rollback
    assert not Event.objects.exists()


def test_a_sample_is_the_same_every_time_and_whole_when_all_are_asked_for(monkeypatch):
    everything = list(itertools.product("abc", range(10)))
    monkeypatch.setattr(cells, "FULL", False)
    few = sample(everything, 7)
    assert few == sample(everything, 7) == sorted(few)
    assert (len(set(few)), sample(everything, 99)) == (7, everything)
    monkeypatch.setattr(cells, "FULL", True)
    assert sample(everything, 7) == everything


def test_what_one_engine_leaves_the_other_tries_and_in_full_each_tries_all(monkeypatch):
    monkeypatch.setattr(cells, "FULL", False)
    shares = []
    for turn in (0, 1):
        monkeypatch.setattr(cells, "turn_of_engine", lambda turn=turn: turn)
        shares.append(share_of_engine(range(5)))
    assert shares == [[0, 2, 4], [1, 3]]
    monkeypatch.setattr(cells, "FULL", True)
    assert share_of_engine(range(5)) == [0, 1, 2, 3, 4]


def test_after_some_days_all_have_been_tried_and_in_full_all_are_each_day(monkeypatch):
    monkeypatch.setattr(cells, "FULL", False)
    shares = []
    for day in (8, 9, 10):
        monkeypatch.setattr(cells, "TURN", day)
        shares.append(share_of_day(range(7), of=3))
    assert shares == [[2, 5], [0, 3, 6], [1, 4]]
    monkeypatch.setattr(cells, "FULL", True)
    assert share_of_day(range(7), of=3) == [*range(7)]


@pytest.mark.parametrize("count", [1, 2, 7])
def test_what_takes_turns_runs_each_day_on_one_engine_and_on_both_in_two_days(monkeypatch, count):
    usual, *rest = Usual(), Usual(), Usual()
    marked = [TakingTurns() for _number in range(count)]
    everything: list[Any] = [usual, *marked, *rest]
    run = set()
    for day, engine in itertools.product((8, 9), (0, 1)):
        monkeypatch.setattr(cells, "TURN", day)
        monkeypatch.setattr(cells, "turn_of_engine", lambda engine=engine: engine)
        left = turns.left_for_another_day(everything)
        assert usual not in left
        run |= {(day, engine, each) for each in marked if each not in left}
    for each in marked:
        when = sorted((day, engine) for day, engine, test in run if test is each)
        assert when in ([(8, 0), (9, 1)], [(8, 1), (9, 0)])
