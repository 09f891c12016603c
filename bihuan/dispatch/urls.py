from django.urls import path

from .views import closing, mechanisms, meetings, projection, room, together

app_name = "dispatch"
urlpatterns = [
    path("", mechanisms.mechanisms, name="mechanisms"),
    path("rules/", mechanisms.rules_, name="rules"),
    path("rules/choose/", mechanisms.choose, name="choose"),
    path("duties/<slug:code>/<slug:period>/", mechanisms.duty, name="duty"),
    path("duties/<slug:code>/<slug:period>/undo/", mechanisms.untick, name="untick"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/plan/", meetings.plan, name="plan"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.edit, name="edit"),
    path("meetings/<int:pk>/begin/", meetings.begin, name="begin"),
    path("meetings/<int:pk>/close/", closing.close, name="close"),
    path("meetings/<int:pk>/call-off/", meetings.call_off, name="call_off"),
    path("meetings/<int:pk>/draw/", meetings.draw_again, name="draw_again"),
    path("meetings/<int:pk>/add/", meetings.add, name="add"),
    path("meetings/<int:pk>/decisions/", meetings.decisions, name="decisions"),
    path("meetings/<int:pk>/decisions/issue/", meetings.issue_list, name="issue_list"),
    path("meetings/<int:pk>/room/", room.room, name="room"),
    path("meetings/<int:pk>/room/projection/", projection.projection, name="projection"),
    path("meetings/<int:pk>/room/together/", together.together, name="together"),
    path("meetings/<int:pk>/room/together/running/", together.running, name="deciding"),
    path("meetings/<int:pk>/room/decide/", room.decide, name="decide"),
    path("meetings/<int:pk>/items/<int:item_pk>/drop/", meetings.drop, name="drop"),
    path("meetings/<int:pk>/items/<int:item_pk>/restore/", meetings.restore, name="restore"),
    path("meetings/<int:pk>/items/<int:item_pk>/conclude/", room.conclude, name="conclude"),
    path("meetings/<int:pk>/items/<int:item_pk>/<slug:where>/", meetings.move, name="move"),
]
