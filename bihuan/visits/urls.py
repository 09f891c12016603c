from django.urls import path

from .views import offline, plans, visits

app_name = "visits"
urlpatterns = [
    path("", visits.visits, name="visits"),
    path("record/", visits.record, name="record"),
    path("go/", offline.go, name="go"),
    path("worker.js", offline.worker, name="worker"),
    path("photo/<int:pk>/", visits.photo, name="photo"),
    path("plan/", plans.this_month, name="this_month"),
    path("plan/<month:month>/", plans.plan, name="plan"),
    path("plan/<month:month>/propose/", plans.propose, name="propose"),
    path("plan/<month:month>/confirm/", plans.confirm, name="confirm"),
    path("plan/<month:month>/put/", plans.put, name="put"),
    path("planned/<int:pk>/drop/", plans.drop, name="drop"),
    path("<int:pk>/", visits.visit, name="visit"),
    path("<int:pk>/purpose/", visits.purpose, name="purpose"),
    path("<int:pk>/settle/", visits.settle, name="settle"),
]
