"""What supervision does: it raises what it found."""

from .raising import raise_flag

__all__ = ["raise_flag"]
