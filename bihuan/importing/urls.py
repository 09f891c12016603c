from django.urls import path

from . import views

app_name = "importing"
urlpatterns = [
    path("", views.start, name="start"),
    path("running/", views.running, name="running"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/answer/", views.answer, name="answer"),
    path("<int:pk>/apply/", views.apply, name="apply"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/undo/", views.undo, name="undo"),
    path("<int:pk>/problems/<int:file>/", views.problems, name="problems"),
    path("ledger/<year:year>/", views.ledger, name="ledger"),
    path("form/<month:month>/", views.form, name="form"),
]
