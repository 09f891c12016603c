"""Which of the lines beside an item are its reasons."""

from bihuan.dispatch.kinds import ReasonKind
from bihuan.dispatch.wording import MOST_REASONS, reason_lines


def clause(name, colour, kind="nothing"):
    return {"clause": name, "colour": colour, "kind": kind, "figures": {}}


def kinds(*clauses, kind="red"):
    return [line.kind for line in reason_lines([{"kind": kind, "clauses": list(clauses)}])]


def test_only_the_clauses_that_made_the_light_bear_its_badge():
    told = kinds(clause("A-1", "yellow"), clause("A-2", "red"), clause("LIGHT-1", "green"))
    assert told == [ReasonKind.RED, None, None]


def test_silence_is_one_reason():
    assert kinds(clause("LIGHT-4", "grey"), clause("A-1", "yellow"), kind="silence") == [
        ReasonKind.SILENCE,
        None,
    ]


def test_how_many_more_there_are_is_no_reason():
    told = kinds(*(clause(f"A-{n}", "red") for n in range(MOST_REASONS + 2)))
    assert told == [*[ReasonKind.RED] * MOST_REASONS, None]


def test_a_light_without_clauses_still_says_its_kind():
    assert kinds() == [ReasonKind.RED]
