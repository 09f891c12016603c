from bihuan.kit.choices import Choice
from bihuan.kit.diagrams import state_diagram


class Door(Choice):
    OPEN = "open", "Open"
    SHUT = "shut", "Shut"
    GONE = "gone", "Gone"


def test_a_diagram_names_the_start_every_move_and_every_end():
    moves = {
        Door.SHUT: frozenset({Door.GONE, Door.OPEN, Door.SHUT}),
        Door.OPEN: frozenset({Door.SHUT}),
        Door.GONE: frozenset(),
    }
    assert state_diagram(moves, start=Door.SHUT).splitlines() == [
        "stateDiagram-v2",
        "    shut: Shut",
        "    open: Open",
        "    gone: Gone",
        "    [*] --> shut",
        "    shut --> open",
        "    shut --> gone",
        "    open --> shut",
        "    gone --> [*]",
    ]
