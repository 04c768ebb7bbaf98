from django.urls import path

from kept.themes import views

app_name = "themes"
urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/switch/", views.switch, name="switch"),
    path("themes/<int:pk>/", views.theme, name="theme"),
    path("themes/<int:pk>/settle/", views.settle, name="settle"),
    path("c/<int:pk>/like/", views.like, name="like"),
]
