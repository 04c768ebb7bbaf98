from django.urls import path

from kept.promises import views

app_name = "promises"
urlpatterns = [
    path("promises/<int:pk>/", views.promise, name="promise"),
    path("promises/<int:pk>/keep/", views.keep, name="keep"),
    path("promises/<int:pk>/renegotiate/", views.renegotiate, name="renegotiate"),
    path("promises/<int:pk>/release/", views.release, name="release"),
    path("promises/<int:pk>/give-up/", views.give_up, name="give_up"),
    path("c/<int:conversation>/promise/", views.make, name="make"),
]
