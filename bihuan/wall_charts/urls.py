from django.urls import path

from .views import project_map, wall_plan

app_name = "wall_charts"
urlpatterns = [
    path("map/", project_map.map_, name="map"),
    path("map/projects/<int:pk>/", project_map.popup, name="popup"),
    path("wall-plan/", wall_plan.wall_plan, name="wall_plan"),
    path("wall-plan/milestones.xlsx", wall_plan.workbook, name="workbook"),
]
