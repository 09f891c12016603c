from django.apps import AppConfig
from django.urls import register_converter

from .converters import MonthConverter, RowConverter, YearConverter


class Config(AppConfig):
    name = "bihuan.kit"

    def ready(self) -> None:
        register_converter(MonthConverter, "month")
        register_converter(YearConverter, "year")
        register_converter(RowConverter, "row")
