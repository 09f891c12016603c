from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.oversight"

    def ready(self) -> None:
        """Let lines of money be judged by the rules of supervision wherever they are read, so that
        every count of flags is the same (OVER-7).
        """
        from bihuan.funding.judged_above import judge_lines_with

        from .queries.watching import supervised

        judge_lines_with(supervised)
