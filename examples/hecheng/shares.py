"""Exact division of whole numbers: the parts always add up to the total."""


def split(total: int, weights, step: int = 1) -> list[int]:
    """Share `total` by weight in multiples of `step`; the rest goes to the largest weight."""
    weights = list(weights)
    whole = sum(weights)
    parts = [int(total * w / whole) // step * step if w else 0 for w in weights]
    parts[weights.index(max(weights))] += total - sum(parts)
    return parts
