from .clock import Alert, Pause
from .matter import Evidence, Extension, Matter, MatterQuerySet, Move, MoveQuerySet, Serial

__all__ = [
    "Alert",
    "Evidence",
    "Extension",
    "Matter",
    "MatterQuerySet",
    "Move",
    "MoveQuerySet",
    "Pause",
    "Serial",
]
