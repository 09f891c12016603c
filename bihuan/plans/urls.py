from django.urls import path

from .views import entries, lists

app_name = "plans"
urlpatterns = [
    path("", lists.lists, name="lists"),
    path("lists/<int:pk>/", lists.one_list, name="list"),
    path("lists/<int:pk>/edit/", lists.edit, name="edit_list"),
    path("lists/<int:pk>/enter/", lists.enter, name="enter"),
    path("lists/<int:pk>/milestones/", lists.milestones, name="list_milestones"),
    path("entries/<int:pk>/", entries.entry, name="entry"),
    path("entries/<int:pk>/adjust/", entries.adjust, name="adjust"),
    path("entries/<int:pk>/promote/", entries.promote, name="promote"),
    path("entries/<int:pk>/leave/", entries.leave, name="leave"),
    path("entries/<int:pk>/return/", entries.return_, name="return"),
    path("entries/<int:pk>/class/", entries.set_class, name="set_class"),
    path("entries/<int:pk>/milestones/", entries.milestones, name="milestones"),
    path("entries/<int:pk>/milestones/add/", entries.add_milestone, name="add_milestone"),
    path("entries/<int:pk>/milestones/<int:milestone>/", entries.move, name="move"),
]
