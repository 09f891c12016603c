from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.lights"

    def ready(self) -> None:
        """Let a month's verdicts be given as it is locked: they are its last, and what is changed a
        moment later does not change them (LIGHT-18).
        """
        from bihuan.progress.after_lock import do_after_lock

        from .actions.machine import judge_month

        do_after_lock(judge_month)
