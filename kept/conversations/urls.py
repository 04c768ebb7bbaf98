from django.urls import path

from kept.conversations import views

app_name = "conversations"
urlpatterns = [
    path("settings/desks/", views.desks, name="desks"),
    path("settings/desks/make/", views.make_desk, name="make_desk"),
    path("settings/desks/<int:pk>/", views.change_desk, name="change_desk"),
    path("settings/statuses/", views.statuses, name="statuses"),
]
