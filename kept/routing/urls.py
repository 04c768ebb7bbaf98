from django.urls import path

from kept.routing import views

app_name = "routing"
urlpatterns = [
    path("me/load/", views.own, name="own"),
    path("settings/routing/", views.desks, name="desks"),
    path("settings/routing/<int:pk>/", views.desk, name="desk"),
    path("settings/routing/people/<int:pk>/", views.person, name="person"),
]
