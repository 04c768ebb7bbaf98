from django.urls import path

from kept.promises import views

app_name = "promises"
urlpatterns = [
    path("promises/new/", views.among_us, name="among_us"),
    path("promises/<int:pk>/", views.promise, name="promise"),
    path("promises/<int:pk>/keep/", views.keep, name="keep"),
    path("promises/<int:pk>/renegotiate/", views.renegotiate, name="renegotiate"),
    path("promises/<int:pk>/release/", views.release, name="release"),
    path("promises/<int:pk>/give-up/", views.give_up, name="give_up"),
    path("promises/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("promises/<int:pk>/dispute/", views.dispute, name="dispute"),
    path("promises/<int:pk>/tell/", views.tell, name="tell"),
    path("promises/<int:pk>/bring-back/", views.bring_back, name="bring_back"),
    path("promises/<int:pk>/hand-on/", views.hand_on, name="hand_on"),
    path("c/<int:conversation>/callback/", views.callback, name="callback"),
    path("c/<int:conversation>/snooze/", views.snooze, name="snooze"),
    path("c/<int:conversation>/promise/", views.make, name="make"),
]
