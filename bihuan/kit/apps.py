from django.apps import AppConfig
from django.urls import register_converter

from .converters import MonthConverter


class Config(AppConfig):
    name = "bihuan.kit"

    def ready(self) -> None:
        register_converter(MonthConverter, "month")
