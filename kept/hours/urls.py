from django.urls import path

from kept.hours.views import absences, calendars

app_name = "hours"
urlpatterns = [
    path("settings/hours/", calendars.calendars, name="calendars"),
    path("settings/hours/make/", calendars.make, name="make"),
    path("settings/hours/<int:pk>/", calendars.calendar, name="calendar"),
    path("settings/hours/<int:pk>/change/", calendars.change, name="change"),
    path("settings/hours/<int:pk>/who/", calendars.settle, name="settle"),
    path(
        "settings/hours/<int:pk>/versions/<int:version>/withdraw/",
        calendars.withdraw,
        name="withdraw",
    ),
    path("settings/hours/<int:pk>/days/", calendars.set_day, name="set_day"),
    path("settings/hours/<int:pk>/days/<int:day>/drop/", calendars.drop_day, name="drop_day"),
    path("absences/", absences.absences, name="absences"),
    path("absences/<int:absence>/", absences.change, name="change_absence"),
    path("absences/<int:absence>/withdraw/", absences.withdraw, name="withdraw_absence"),
]
