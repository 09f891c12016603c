"""Moves of the adversary, chosen by their ids: to play one is cheaper than to play them all."""

from bihuan.assessment.rules.moves import MOVES, PaperMove


def only(*ids: str) -> list[PaperMove]:
    return [move for move in MOVES if move.id in ids]
