from django.urls import path

from kept.brand import views

app_name = "brand"
urlpatterns = [
    path("settings/brand/", views.brands, name="brands"),
    path("settings/brand/house/", views.house, name="house"),
    path("settings/brand/<int:pk>/", views.of_desk, name="of_desk"),
    path("brand/<str:digest>.png", views.logo, name="logo"),
    path("brand/<slug:colour>.css", views.colours, name="colours"),
]
