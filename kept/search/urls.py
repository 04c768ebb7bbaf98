from django.urls import path

from kept.search import saved, views

app_name = "search"
urlpatterns = [
    path("search/", views.page, name="page"),
    path("search/offers/", views.offers, name="offers"),
    path("views/", saved.page, name="views"),
    path("views/save/", saved.save, name="save"),
    path("views/<int:pk>/", saved.change, name="change"),
    path("views/<int:pk>/move/", saved.move, name="move"),
    path("views/<int:pk>/delete/", saved.delete, name="delete"),
    path("views/<int:pk>/restore/", saved.restore, name="restore"),
]
