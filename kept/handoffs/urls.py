from django.urls import path

from kept.handoffs import views

app_name = "handoffs"
urlpatterns = [
    path("c/<int:pk>/handoff/", views.hand_on, name="hand_on"),
    path("handoffs/<int:pk>/", views.handoff, name="handoff"),
]
