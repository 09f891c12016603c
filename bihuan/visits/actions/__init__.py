"""Every change of site visits, by concept."""

from .manifest import FindingSaid, PartSaid, VisitManifest
from .planning import confirm_plan, drop_visit, pass_visit_on, propose_plan, put_visit
from .purpose import set_visit_purpose
from .receiving import receive, record_visit, settle, take_part

__all__ = [
    "FindingSaid",
    "PartSaid",
    "VisitManifest",
    "confirm_plan",
    "drop_visit",
    "pass_visit_on",
    "propose_plan",
    "put_visit",
    "receive",
    "record_visit",
    "set_visit_purpose",
    "settle",
    "take_part",
]
