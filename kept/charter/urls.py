from django.urls import path

from kept.charter import views

app_name = "charter"
urlpatterns = [
    path("authority/", views.authority, name="authority"),
    path("authority/values/", views.values, name="values"),
    path("authority/rulings/", views.rulings, name="rulings"),
    path("authority/policies/write/", views.write_policy, name="write_policy"),
    path("authority/policies/<int:pk>/", views.policy, name="policy"),
    path("authority/policies/<int:pk>/change/", views.change_policy, name="change_policy"),
    path("authority/policies/<int:pk>/withdraw/", views.withdraw_version, name="withdraw_version"),
    path("authority/questions/<int:pk>/", views.question, name="question"),
    path("authority/grants/", views.grants, name="grants"),
    path("authority/grants/propose/", views.propose, name="propose"),
    path("authority/grants/<int:pk>/", views.settle_grant, name="settle_grant"),
    path("authority/requests/<int:pk>/", views.asked, name="asked"),
    path("authority/reviews/", views.review, name="reviews"),
    path("authority/reviews/<int:pk>/", views.review, name="review"),
    path("c/<int:pk>/decide/", views.decide, name="decide"),
    path("c/<int:pk>/wanted/", views.wanted, name="wanted"),
    path("c/<int:pk>/ruling/", views.rule_between, name="rule_between"),
]
