from django.urls import path

from kept.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.overview, name="overview"),
    path("reports/<str:topic>/", views.report, name="report"),
    path("reports/<str:topic>/table.csv", views.report_csv, name="csv"),
]
