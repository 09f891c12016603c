"""Every change of the chains' output."""

from .entering import enter_output

__all__ = ["enter_output"]
