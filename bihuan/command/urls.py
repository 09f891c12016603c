from django.urls import path

from .views import commanders, hard_bones, mine

app_name = "command"
urlpatterns = [
    path("", commanders.table, name="commanders"),
    path("mine/", mine.my_projects, name="mine"),
    path("mine/matters/<int:pk>/assign/", mine.hand_over, name="hand_over"),
    path("appoint/", commanders.appointing, name="appointing"),
    path("appoint/now/", commanders.appoint, name="appoint"),
    path("bones/", hard_bones.hard_bones, name="bones"),
    path("bones/proposals/", hard_bones.decide_proposals, name="decide_proposals"),
    path("bones/choose/", hard_bones.choose, name="choose"),
    path("bones/projects/<int:project_pk>/", hard_bones.enter, name="enter"),
    path("bones/projects/<int:project_pk>/defer/<str:move>/", hard_bones.defer, name="defer"),
    path("bones/<int:pk>/", hard_bones.hard_bone, name="bone"),
    path("bones/<int:pk>/leave/", hard_bones.leave, name="leave"),
    path("bones/<int:pk>/change/", hard_bones.change, name="change"),
    path("bones/<int:pk>/note/", hard_bones.note, name="note"),
]
