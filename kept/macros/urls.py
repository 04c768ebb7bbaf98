from django.urls import path

from kept.macros import views

app_name = "macros"
urlpatterns = [
    path("settings/macros/", views.macros, name="macros"),
    path("settings/macros/make/", views.make_macro, name="make_macro"),
    path("settings/macros/<int:pk>/", views.change_macro, name="change_macro"),
    path("settings/macros/<int:pk>/retire/", views.retire_macro, name="retire_macro"),
]
