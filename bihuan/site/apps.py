from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.site"

    def ready(self) -> None:
        """Note what the rules say of a month once it is locked."""
        from bihuan.progress.signals import month_locked

        from .district.locked_rules import note_after_lock

        month_locked.connect(note_after_lock)
