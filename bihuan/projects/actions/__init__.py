"""Every change of projects and of the district they lie in."""

from .district import set_district

__all__ = ["set_district"]
