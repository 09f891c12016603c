"""Every change of organisations, users, leaders and keys. Pages, API and commands come here."""

from .changing import merge_organisations, move_people, rename_organisation
from .handing_over import end_deputyship, hand_over, name_deputy
from .leaders import add_leader, link_leader
from .organisations import add_organisation, check_standing, edit_organisation
from .people import FirstPassword, take_people
from .platform import FromPlatform, let_in_from_platform, link_identity
from .resealing import reseal_second_steps
from .second_step import end_second_step, note_second_step
from .tokens import end_keys, issue_token, note_use, revoke_token
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
    "FirstPassword",
    "FromPlatform",
    "add_leader",
    "add_organisation",
    "add_user",
    "change_password",
    "check_standing",
    "console_user",
    "deactivate",
    "edit_organisation",
    "edit_user",
    "end_deputyship",
    "end_keys",
    "end_second_step",
    "hand_over",
    "issue_token",
    "let_in_from_platform",
    "link_identity",
    "link_leader",
    "merge_organisations",
    "move_people",
    "name_deputy",
    "note_second_step",
    "note_use",
    "reactivate",
    "rename_organisation",
    "reseal_second_steps",
    "reset_password",
    "revoke_token",
    "strengthen_password",
    "take_people",
]
