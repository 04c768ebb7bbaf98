from django.urls import path

from kept.timespent import views

app_name = "timespent"
urlpatterns = [
    path("time/", views.own, name="own"),
    path("time/sheet/", views.own_sheet, name="own_sheet"),
    path("settings/time/", views.desks, name="desks"),
    path("settings/time/<int:pk>/", views.of_desk, name="of_desk"),
    path("settings/time/<int:pk>/switch/", views.switch, name="switch"),
    path("settings/time/<int:pk>/sheet/", views.desk_sheet, name="desk_sheet"),
]
