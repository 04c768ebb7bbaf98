from django.urls import path

from kept.agreements import for_customer, views

app_name = "agreements"
urlpatterns = [
    path("agreements/", views.agreements, name="list"),
    path("agreements/begin/customer/", views.begin_with_customer, name="begin_with_customer"),
    path("agreements/begin/teams/", views.begin_between_teams, name="begin_between_teams"),
    path("agreements/begin/desk/", views.begin_with_everybody, name="begin_with_everybody"),
    path("agreements/<int:pk>/", views.agreement, name="agreement"),
    path("agreements/<int:pk>/versions/<int:number>/", views.version, name="version"),
    path("agreements/<int:pk>/edit/", views.edit, name="edit"),
    path("agreements/<int:pk>/clauses/add/", views.add_clause, name="add_clause"),
    path("agreements/<int:pk>/clauses/<int:clause>/", views.change_clause, name="change_clause"),
    path(
        "agreements/<int:pk>/clauses/<int:clause>/remove/",
        views.remove_clause,
        name="remove_clause",
    ),
    path("agreements/<int:pk>/measures/add/", views.add_measure, name="add_measure"),
    path(
        "agreements/<int:pk>/measures/<int:measure>/remove/",
        views.remove_measure,
        name="remove_measure",
    ),
    path("agreements/<int:pk>/change/", views.change, name="change"),
    path("agreements/<int:pk>/meet/", views.meet, name="meet"),
    path("agreements/<int:pk>/send/", views.send, name="send"),
    path("agreements/<int:pk>/sign/", views.sign, name="sign"),
    path("agreements/<int:pk>/review/", views.review, name="review"),
    path("agreements/<int:pk>/end/", views.end, name="end"),
    path("for/<str:token>/agreements/<int:pk>/", for_customer.theirs, name="theirs"),
    path("for/<str:token>/agreements/<int:pk>/agree/", for_customer.say_back, name="say_back"),
]
