from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.lights"

    def ready(self) -> None:
        """Let a month's verdicts be given as it is locked: they are its last."""
        from bihuan.progress.signals import month_locked

        from .actions.machine import judge_locked

        month_locked.connect(judge_locked)
