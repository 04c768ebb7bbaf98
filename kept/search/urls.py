from django.urls import path

from kept.search import views

app_name = "search"
urlpatterns = [path("search/", views.page, name="page")]
