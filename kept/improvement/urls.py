from django.urls import path

from kept.improvement.views import care, changes, frictions, huddles

app_name = "improvement"
urlpatterns = [
    path("improvement/", frictions.board, name="board"),
    path("improvement/raise/", frictions.raise_it, name="raise"),
    path("improvement/frictions/<int:pk>/", frictions.friction, name="friction"),
    path("improvement/changes/begin/", changes.begin, name="begin"),
    path("improvement/changes/<int:pk>/", changes.change, name="change"),
    path("improvement/changes/<int:pk>/tell/", changes.tell, name="tell"),
    path("improvement/changes/<int:pk>/checks/<int:days>/", changes.check, name="check"),
    path("improvement/processes/", care.processes, name="processes"),
    path("improvement/processes/make/", care.make_process, name="make_process"),
    path("improvement/processes/<int:pk>/", care.process, name="process"),
    path("improvement/processes/<int:pk>/change/", care.change_process, name="change_process"),
    path("improvement/obstacles/", care.obstacles, name="obstacles"),
    path("improvement/obstacles/<int:pk>/", care.obstacle, name="obstacle"),
    path("improvement/stop/", care.stops, name="stops"),
    path("improvement/stop/<str:what>/<int:pk>/", care.stop, name="stop"),
    path("huddles/", huddles.huddles, name="huddles"),
    path("huddles/plan/", huddles.plan, name="plan"),
    path("huddles/<int:pk>/", huddles.huddle, name="huddle"),
    path("huddles/items/<int:pk>/", huddles.item, name="item"),
    path("c/<int:pk>/no/", frictions.refuse, name="refuse"),
    path("c/<int:pk>/friction/", frictions.in_conversation, name="in_conversation"),
]
