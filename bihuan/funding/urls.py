from django.urls import path

from . import views

app_name = "funding"
urlpatterns = [
    path("", views.year, name="year"),
    path("ladder.xlsx", views.workbook, name="workbook"),
    path("programmes/<slug:code>/", views.programme, name="programme"),
    path("projects/<row:project_pk>/", views.project, name="project"),
    path("lines/<row:pk>/", views.line, name="line"),
    path("lines/<row:pk>/cut/", views.cut, name="cut"),
    path("lines/<row:pk>/hand-back/", views.hand_back, name="hand_back"),
    path("entries/<row:pk>/correct/", views.correct, name="correct"),
    path("entries/<row:pk>/withdraw/", views.withdraw, name="withdraw"),
]
