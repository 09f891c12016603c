"""Every change of projects and of the district they lie in."""

from .district import confirm_rules, go_on_to_year, set_district
from .life import cancel, change_state, pause, resume, set_clocks
from .merging import merge_projects
from .particulars import add_project, assign_commander, edit_project, set_themes

__all__ = [
    "add_project",
    "assign_commander",
    "cancel",
    "change_state",
    "confirm_rules",
    "edit_project",
    "go_on_to_year",
    "merge_projects",
    "pause",
    "resume",
    "set_clocks",
    "set_district",
    "set_themes",
]
