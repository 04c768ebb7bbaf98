from django.urls import path

from kept.portal import views

app_name = "portal"
urlpatterns = [
    path("preview/<int:pk>/", views.preview, name="preview"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/calendar.ics", views.calendar, name="calendar"),
    path("<str:token>/news/", views.news, name="news"),
    path("<str:token>/promises/<int:pk>/choose/", views.choose, name="choose"),
    path("<str:token>/promises/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("<str:token>/promises/<int:pk>/dispute/", views.dispute, name="dispute"),
    path("<str:token>/promises/<int:pk>/release/", views.release, name="release"),
]
