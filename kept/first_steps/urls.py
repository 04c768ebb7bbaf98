from django.urls import path

from kept.first_steps import views

app_name = "first_steps"
urlpatterns = [
    path("first-steps/", views.first_steps, name="first_steps"),
    path("first-steps/put-away/", views.put_away, name="put_away"),
    path("first-steps/<slug:step>/", views.step, name="step"),
]
