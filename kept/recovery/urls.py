from django.urls import path

from kept.recovery import for_customer, views

app_name = "recovery"
urlpatterns = [
    path("recoveries/", views.list_, name="list"),
    path("recoveries/<int:pk>/", views.recovery, name="recovery"),
    path("recoveries/<int:pk>/decide/", views.decide, name="decide"),
    path("decisions/<int:pk>/", views.decision, name="decision"),
    path("appeals/<int:pk>/", views.appeal, name="appeal"),
    path("breaks/<int:pk>/", views.settle_break, name="settle_break"),
    path("c/<int:pk>/recovery/", views.open_, name="open"),
    path("c/<int:pk>/boundary/", views.boundary, name="boundary"),
    path("for/<str:token>/recoveries/<int:pk>/", for_customer.recovery, name="theirs"),
    path("for/<str:token>/boundaries/<int:pk>/", for_customer.boundary, name="their_boundary"),
]
