from django.urls import path

from kept.prompts import views

app_name = "prompts"
urlpatterns = [
    path("rhythm/dismissed/", views.dismissed, name="dismissed"),
    path("rhythm/dismiss/", views.dismiss, name="dismiss"),
    path("rhythm/dismissed/<int:pk>/recall/", views.recall, name="recall"),
]
