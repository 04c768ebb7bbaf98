from django.urls import path
from django.views.generic import RedirectView

app_name = "hours"
urlpatterns = [path("settings/hours/", RedirectView.as_view(), name="calendars")]
