"""`bihuan doctor`: what is wrong with an installation, in sentences, and what to do about it."""

from __future__ import annotations

from bihuan.kit.troubles import trouble_of
from bihuan.kit.words import _, gettext
from bihuan.site.upgrading import is_older

from . import access, database, folder, keeping, moments
from .kinds import DoctorCheck, DoctorFinding, DoctorState, Looked, note, wrong

__all__ = ["CHECKS", "DoctorCheck", "DoctorFinding", "DoctorState", "Looked", "examine", "look"]

CHECKS = (
    DoctorCheck("folder", _("Data folder"), folder.look),
    DoctorCheck("disk", _("Disk"), folder.look_at_disk),
    DoctorCheck("database", _("Database"), database.look),
    DoctorCheck("structure", _("Structure of the database"), database.look_inside, slow=True),
    DoctorCheck("keys", _("Keys"), folder.look_at_keys, of_this_version=True),
    DoctorCheck("map", _("Map"), folder.look_at_boundary),
    DoctorCheck("clock", _("Clock"), moments.look, of_this_version=True),
    DoctorCheck("backup", _("Backup"), keeping.look_at_backups, of_this_version=True),
    DoctorCheck(
        "record", _("Record of events"), keeping.look_at_record, slow=True, of_this_version=True
    ),
    DoctorCheck(
        "rules", _("Rules of locked months"), keeping.look_at_rules, slow=True, of_this_version=True
    ),
    DoctorCheck("log", _("Log"), keeping.look_at_log),
    DoctorCheck("settings", _("Settings"), access.look, of_this_version=True),
    DoctorCheck(
        "passwords", _("Passwords"), access.look_at_passwords, slow=True, of_this_version=True
    ),
)


def examine(*, slow: bool) -> list[Looked]:
    """Return what every check finds; the slow ones only if asked for."""
    return [look(check) for check in CHECKS if slow or not check.slow]


def look(check: DoctorCheck) -> Looked:
    """Return what one check finds. That it could not look is a finding too."""
    try:
        if check.of_this_version and is_older():
            said = gettext("This cannot be looked at in a database of an older version.")
            return Looked(check, [note(said, gettext("Run `bihuan init`, then look again."))])
        return Looked(check, list(check.look()))
    except Exception as error:  # noqa: BLE001  # each fault of the installation may show as any error
        trouble = trouble_of(error)
        reason = (
            str(trouble.label) if trouble else f"{type(error).__name__}: {error}".splitlines()[0]
        )
        said = gettext("This could not be looked at: %s") % reason
        return Looked(
            check, [wrong(said, gettext("Mend the other faults first, then look again."))]
        )
