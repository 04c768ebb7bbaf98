from django.urls import path

from kept.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/seen/", views.all_seen, name="all_seen"),
    path("notices/<int:pk>/seen/", views.seen, name="seen"),
    path("me/notices/", views.preferences, name="preferences"),
]
