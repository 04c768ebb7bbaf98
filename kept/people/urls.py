from allauth.account.views import LoginView, LogoutView
from django.urls import path

from kept.people import views
from kept.people.doors import open_door

app_name = "people"
urlpatterns = [
    path("sign-in/", open_door("GET", "POST")(LoginView.as_view()), name="sign_in"),
    path("sign-out/", open_door("POST")(LogoutView.as_view()), name="sign_out"),
    path("me/theme/", views.theme, name="theme"),
]
