from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.audit"

    def ready(self) -> None:
        """Let every write of a fact be noted, so that it can be recorded."""
        from .recorded import watch_all

        watch_all()
