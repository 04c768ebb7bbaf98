from django.urls import path

from kept.playbook import views

app_name = "playbook"
urlpatterns = [
    path("playbook/", views.playbook, name="playbook"),
    path("playbook/write/", views.write, name="write"),
    path("playbook/gaps/", views.gaps, name="gaps"),
    path("playbook/<int:pk>/", views.play, name="play"),
    path("playbook/<int:pk>/change/", views.change, name="change"),
    path("playbook/<int:pk>/retire/", views.retire, name="retire"),
    path("second-thoughts/", views.thoughts, name="thoughts"),
    path("second-thoughts/<int:pk>/", views.use_thought, name="use_thought"),
    path("second-thoughts/<int:pk>/offer/", views.offer, name="offer"),
    path("c/<int:pk>/letters/<int:message>/second-thoughts/", views.note, name="note"),
]
