"""What every process of the server needs, read once before they are forked and shared by all."""

from contextlib import suppress

from django.urls import get_resolver

from bihuan.kit.presets import PresetError
from bihuan.kit.workdays import all_workdays
from bihuan.projects.presets import industry_editions

from .district.choices import presets


def warm_up() -> None:
    """Import every page; read the presets, the table of industries and the working calendar.

    An office's preset with a fault stops nothing here: the page that needs it names the fault.
    """
    _ = get_resolver().url_patterns
    industry_editions()
    with suppress(PresetError):
        presets()
        all_workdays()
