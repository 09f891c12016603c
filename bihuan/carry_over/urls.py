from django.urls import path

from . import views

app_name = "carry_over"
urlpatterns = [path("", views.new_year, name="new_year")]
