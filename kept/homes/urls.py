from django.urls import path

from kept.homes import views

app_name = "homes"
urlpatterns = [
    path("", views.door, name="door"),
    path("today/", views.today, name="today"),
    path("rhythm/", views.rhythm, name="rhythm"),
]
