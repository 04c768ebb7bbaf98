from django.urls import path

from kept.checklists import views

app_name = "checklists"
urlpatterns = [
    path("settings/checklists/", views.checklists, name="checklists"),
    path("settings/checklists/make/", views.make_checklist, name="make_checklist"),
    path("settings/checklists/<int:pk>/", views.change_checklist, name="change_checklist"),
    path("settings/checklists/<int:pk>/retire/", views.retire_checklist, name="retire_checklist"),
]
