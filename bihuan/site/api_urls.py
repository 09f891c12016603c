"""The addresses of the API, imported when one is asked for (`late_urls.py`)."""

from .api import api

urlpatterns, _app_name, _namespace = api.urls
