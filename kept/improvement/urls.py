from __future__ import annotations

app_name = "improvement"
urlpatterns: list[object] = []
