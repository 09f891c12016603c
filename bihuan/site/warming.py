"""What every process of the server needs, read once before they are forked and shared by all."""

from contextlib import suppress

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils import translation

from bihuan.figures.code_digest import code_digest
from bihuan.kit.presets import PresetError
from bihuan.kit.workdays import all_workdays
from bihuan.projects.presets import industry_editions
from bihuan.statistics.presets import entry_rules

from .district.choices import preset_files


def warm_up() -> None:
    """Import every page; read the presets, the table of industries, the working calendar, the
    words, the outer template, and the code by whose digest statements of figures are kept.

    An office's preset with a fault stops nothing here: the page that needs it names the fault.
    """
    _ = get_resolver().url_patterns
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reverse("dashboards:overview")
            translation.gettext("Project")
    get_template("base.html")
    code_digest()
    industry_editions()
    with suppress(PresetError):
        preset_files()
        entry_rules()
        all_workdays()
