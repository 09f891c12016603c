from django.urls import URLPattern

app_name = "lights"
urlpatterns: list[URLPattern] = []
