from django.urls import path

from .views import batches, blanks, people

app_name = "importing"
urlpatterns = [
    path("", batches.start, name="start"),
    path("running/", batches.running, name="running"),
    path("<int:pk>/", batches.batch, name="batch"),
    path("<int:pk>/answer/", batches.answer, name="answer"),
    path("<int:pk>/apply/", batches.apply, name="apply"),
    path("<int:pk>/discard/", batches.discard, name="discard"),
    path("<int:pk>/undo/", batches.undo, name="undo"),
    path("<int:pk>/problems/<int:file>/", batches.problems, name="problems"),
    path("people/", people.start, name="people"),
    path("people/look/", people.look, name="people_look"),
    path("people/slips/", people.slips, name="people_slips"),
    path("people/blank/", people.blank, name="people_blank"),
    path("blank/<str:kind>/<month:month>/", blanks.blank, name="blank"),
    path("ledger/<year:year>/", batches.ledger, name="ledger"),
    path("form/<month:month>/", batches.form, name="form"),
]
