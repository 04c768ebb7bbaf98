from django.urls import path

from kept.focus import views

app_name = "focus"
urlpatterns = [
    path("focus/", views.focus, name="focus"),
    path("focus/park/", views.park, name="park"),
    path("focus/unpark/", views.unpark, name="unpark"),
    path("focus/end/", views.end, name="end"),
    path("focus/put-away/", views.put_away, name="put_away"),
    path("me/focus/", views.own, name="own"),
    path("me/best/", views.best, name="best"),
    path("me/answers/", views.answers, name="answers"),
    path("steps/", views.aid, name="aid"),
    path("settings/standard/", views.standard, name="standard"),
]
