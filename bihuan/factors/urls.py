from django.urls import path

from . import views

app_name = "factors"
urlpatterns = [
    path("", views.board, name="board"),
    path("board.xlsx", views.workbook, name="workbook"),
    path("start/", views.start, name="start"),
    path("project/<row:project_pk>/", views.project_list, name="project"),
    path("project/<row:project_pk>/start/", views.start_one, name="start_one"),
    path("project/<row:project_pk>/add/", views.add, name="add"),
    path("<int:pk>/", views.need, name="need"),
    path("<int:pk>/day/", views.set_day, name="set_day"),
    path("<int:pk>/raise/", views.raise_, name="raise"),
    path("<int:pk>/move/<slug:verb>/", views.move, name="move"),
]
