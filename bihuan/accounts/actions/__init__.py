"""Every change of organisations, users, leaders and keys. Pages, API and commands come here."""

from .leaders import add_leader, link_leader
from .organisations import add_organisation, edit_organisation
from .second_step import end_second_step, note_second_step
from .tokens import issue_token, revoke_token
from .users import (
    add_user,
    change_password,
    console_user,
    deactivate,
    edit_user,
    reactivate,
    reset_password,
    strengthen_password,
)

__all__ = [
    "add_leader", "add_organisation", "add_user", "change_password", "console_user", "deactivate",
    "edit_organisation", "edit_user", "end_second_step", "issue_token", "link_leader",
    "note_second_step", "reactivate", "reset_password", "revoke_token",
    "strengthen_password",
]  # fmt: skip
