from django.urls import path

from kept.fields import views

app_name = "fields"
urlpatterns = [
    path("settings/fields/", views.fields, name="fields"),
    path("settings/fields/make/", views.make_field, name="make_field"),
    path("settings/fields/<int:pk>/", views.change_field, name="change_field"),
    path("settings/fields/<int:pk>/move/", views.move_field, name="move_field"),
    path("settings/fields/<int:pk>/retire/", views.retire_field, name="retire_field"),
]
