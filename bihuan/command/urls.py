from django.urls import path

from .views import bones, commanders, mine

app_name = "command"
urlpatterns = [
    path("", commanders.table, name="commanders"),
    path("mine/", mine.my_projects, name="mine"),
    path("mine/matters/<int:pk>/assign/", mine.hand_over, name="hand_over"),
    path("appoint/", commanders.appointing, name="appointing"),
    path("appoint/now/", commanders.appoint, name="appoint"),
    path("bones/", bones.bones, name="bones"),
    path("bones/choose/", bones.choose, name="choose"),
    path("bones/projects/<int:project_pk>/", bones.enter, name="enter"),
    path("bones/projects/<int:project_pk>/defer/<str:move>/", bones.defer, name="defer"),
    path("bones/<int:pk>/", bones.bone, name="bone"),
    path("bones/<int:pk>/leave/", bones.leave, name="leave"),
    path("bones/<int:pk>/change/", bones.change, name="change"),
    path("bones/<int:pk>/note/", bones.note, name="note"),
]
