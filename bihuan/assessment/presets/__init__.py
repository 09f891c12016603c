"""Schemes made from published rules, and the office's own in its data folder."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from bihuan.assessment.cases import SchemeCase
from bihuan.assessment.models import AdoptedScheme
from bihuan.assessment.rules.scheme import Scheme
from bihuan.assessment.rules.stored_schemes import stored_scheme
from bihuan.audit.cached import cached_on
from bihuan.kit.cases import load_cases
from bihuan.kit.errors import Refusal
from bihuan.kit.preset_nodes import names_in
from bihuan.kit.presets import Dated, load_dated
from bihuan.kit.words import gettext
from bihuan.projects.kinds import Rules
from bihuan.projects.queries import in_force
from bihuan.projects.rules_in_force import InForce

HERE = Path(__file__).parent


@cache
def scheme_presets() -> Mapping[str, Dated[Scheme]]:
    """Return every scheme of a file by name. Raises PresetError naming file, line and key."""
    return load_dated(Scheme, *sorted(HERE.glob("*.yaml")), _own("assessment.yaml"))


@cache
def scheme_cases() -> Mapping[str, tuple[SchemeCase, ...]]:
    """Return the cases of every scheme. Raises PresetError naming file, line and key."""
    return load_cases(SchemeCase, HERE / "cases", _own("cases/assessment.yaml"))


def schemes_known() -> Mapping[str, Dated[Scheme]]:
    """Return every scheme that may be chosen, by name: those of files, and those adopted. What was
    adopted stays what its name means, whatever a file says later.
    """
    return {**scheme_presets(), **_adopted()}


@cached_on("assessment", slots=1)
def _adopted() -> Mapping[str, Dated[Scheme]]:
    rows = AdoptedScheme.objects.values_list("name", "scheme")
    column = "assessment.AdoptedScheme.scheme"
    return {name: Dated(((date.min, stored_scheme(said, column)),)) for name, said in rows}


def schemes_in_force() -> InForce[Scheme]:
    """Return the district's scheme by the day; a month is assessed by that of its last day. Pages,
    API, commands and freezing find it here alone.
    """
    return in_force(Rules.ASSESSMENT, schemes_known())


def schemes_of(path: Path) -> Mapping[str, Dated[Scheme]]:
    """Return the schemes of a file; they may extend shipped ones. Raises PresetError naming each
    fault by file, line and key, and Refusal if it cannot be read or holds none.
    """
    if not _is_file(path):
        raise Refusal(gettext("There is no file “%s”.") % path)
    own = names_in(path)
    known = load_dated(Scheme, *sorted(HERE.glob("*.yaml")), path, names=own)
    if not own:
        raise Refusal(gettext("There is no scheme in “%s”.") % path)
    return known


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the system
        return False


def scheme_for(named: str, day: date) -> Scheme:
    """Return the scheme of a file or of a preset's name; without either, the one in force.

    Raises Refusal for a file of more than one scheme, and for what is neither.
    """
    if not named:
        return schemes_in_force().on(day)
    if named in schemes_known():
        return schemes_known()[named].on(day)
    found = schemes_of(Path(named))
    if len(found) > 1:
        raise Refusal(gettext("There are several schemes in this file: %s.") % ", ".join(found))
    return next(iter(found.values())).on(day)


def _own(name: str) -> Path:
    return Path(settings.HOME) / "presets" / name
