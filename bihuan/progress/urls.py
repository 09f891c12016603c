from django.urls import path

from .views import fill, reports, rounds

app_name = "progress"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("changes/", rounds.changes, name="changes"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/review/", reports.mark_reviewed, name="review"),
    path("reports/<int:pk>/return/", reports.return_, name="return"),
    path("reports/<int:pk>/accept/", reports.accept, name="accept"),
    path("reports/<int:pk>/withdraw/", reports.withdraw, name="withdraw"),
    path("reports/<int:pk>/correct/", reports.correct, name="correct"),
    path("photos/<int:pk>/", reports.photo, name="photo"),
    path("milestones/<int:pk>/reach/", fill.reach, name="reach"),
    path("<month:month>/", rounds.round_, name="round"),
    path("<month:month>/open/", rounds.open_, name="open"),
    path("<month:month>/close/", rounds.close, name="close"),
    path("<month:month>/extend/", rounds.extend, name="extend"),
    path("<month:month>/lock/", rounds.lock, name="lock"),
    path("<month:month>/reopen/", rounds.reopen, name="reopen"),
    path("<month:month>/accept/", rounds.accept_many, name="accept_many"),
    path("<month:month>/<int:project_pk>/", fill.fill, name="fill"),
    path("<month:month>/<int:project_pk>/no-change/", fill.no_change, name="no_change"),
    path("<month:month>/<int:project_pk>/outlook/", fill.outlook, name="outlook"),
]
