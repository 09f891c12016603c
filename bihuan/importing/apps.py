from django.apps import AppConfig


class Config(AppConfig):
    name = "bihuan.importing"
    label = "intake"  # its tables and what was recorded of them bear this name
