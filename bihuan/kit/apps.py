from django.apps import AppConfig
from django.core.validators import MaxLengthValidator
from django.urls import register_converter

from .converters import MonthConverter, RowConverter, YearConverter
from .lengths import TOO_LONG


class Config(AppConfig):
    name = "bihuan.kit"

    def ready(self) -> None:
        MaxLengthValidator.message = TOO_LONG
        register_converter(MonthConverter, "month")
        register_converter(YearConverter, "year")
        register_converter(RowConverter, "row")
