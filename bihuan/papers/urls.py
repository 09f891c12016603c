from django.urls import path

from . import views

app_name = "papers"
urlpatterns = [
    path("", views.register, name="register"),
    path("due/", views.due, name="due"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/void/", views.void, name="void"),
    path("<int:pk>/file.<slug:ending>", views.download, name="file"),
    path("for/<int:matter_pk>/", views.begin, name="begin"),
    path("for/<int:matter_pk>/<slug:kind>/", views.issue, name="issue"),
]
