from django.urls import path

from . import views

app_name = "chains"
urlpatterns = [path("", views.year, name="year")]
