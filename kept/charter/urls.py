from django.urls import path

from kept.charter import views

app_name = "charter"
urlpatterns = [
    path("authority/", views.authority, name="authority"),
    path("authority/values/", views.values, name="values"),
    path("authority/policies/write/", views.write_policy, name="write_policy"),
    path("authority/policies/<int:pk>/", views.policy, name="policy"),
    path("authority/policies/<int:pk>/change/", views.change_policy, name="change_policy"),
    path("authority/grants/", views.grants, name="grants"),
    path("authority/grants/propose/", views.propose, name="propose"),
    path("authority/grants/<int:pk>/", views.settle_grant, name="settle_grant"),
    path("authority/requests/<int:pk>/", views.asked, name="asked"),
    path("c/<int:pk>/decide/", views.decide, name="decide"),
    path("c/<int:pk>/wanted/", views.wanted, name="wanted"),
]
