from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.notices"
    label = "work"  # its tables and what was recorded of them bear this name
