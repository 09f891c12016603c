from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.carry_over"
