from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.site"

    def ready(self) -> None:
        """Let what the rules say of a month be noted as it is locked (PROJ-10)."""
        from bihuan.progress.after_lock import do_after_lock

        from .district.locked_rules import note_after_lock

        do_after_lock(note_after_lock)
