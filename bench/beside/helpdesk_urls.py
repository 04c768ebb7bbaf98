"""Addresses of the site around django-helpdesk."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls"))]
