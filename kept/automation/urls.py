from django.urls import path

from kept.automation import views

app_name = "automation"
urlpatterns = [
    path("settings/rules/", views.rules, name="rules"),
    path("settings/rules/make/", views.make_rule, name="make_rule"),
    path("settings/rules/<int:pk>/", views.rule, name="rule"),
    path("settings/rules/<int:pk>/change/", views.change_rule, name="change_rule"),
    path("settings/rules/<int:pk>/switch/", views.switch_rule, name="switch_rule"),
    path("settings/rules/<int:pk>/move/", views.move_rule, name="move_rule"),
    path("settings/rules/<int:pk>/retire/", views.retire_rule, name="retire_rule"),
]
