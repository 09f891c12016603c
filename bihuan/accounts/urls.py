from django.urls import path

from .views import changing, keys, leaving, organisations, users

app_name = "accounts"
urlpatterns = [
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/add/", organisations.add_organisation, name="add_organisation"),
    path("organisations/<int:pk>/", organisations.edit_organisation, name="edit_organisation"),
    path("organisations/<int:pk>/change/", changing.changing, name="changing"),
    path("organisations/<int:pk>/rename/", changing.rename, name="rename"),
    path("organisations/<int:pk>/merge/", changing.merge, name="merge"),
    path("users/", users.users, name="users"),
    path("users/add/", users.add_user, name="add_user"),
    path("users/<int:pk>/", users.edit_user, name="edit_user"),
    path("users/<int:pk>/deactivate/", users.deactivate, name="deactivate"),
    path("users/<int:pk>/leaving/", leaving.leaving, name="leaving"),
    path("users/<int:pk>/hand-over/", leaving.hand_over, name="hand_over"),
    path("users/<int:pk>/deputies/", leaving.name_deputy, name="name_deputy"),
    path("deputies/<int:pk>/end/", leaving.end_deputyship, name="end_deputyship"),
    path("users/<int:pk>/reactivate/", users.reactivate, name="reactivate"),
    path("users/<int:pk>/password/", users.reset_password, name="reset_password"),
    path("users/<int:pk>/second-step/", users.end_second_step, name="end_second_step"),
    path("leaders/add/", users.add_leader, name="add_leader"),
    path("leaders/<int:pk>/", users.link_leader, name="link_leader"),
    path("keys/", keys.keys, name="keys"),
    path("keys/all/", keys.all_keys, name="all_keys"),
    path("keys/<int:pk>/revoke/", keys.revoke, name="revoke"),
]
