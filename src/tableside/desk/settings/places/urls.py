"""Where the practice is, its rooms and massage tables."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.places import away, views

urlpatterns = [
    path("", views.places, name="settings-places"),
    path("new/", views.add, name="settings-place-add"),
    path("<uuid:location_id>/", views.edit, name="settings-place"),
    path("<uuid:location_id>/rooms/", views.room, name="settings-room-add"),
    path("<uuid:location_id>/equipment/", views.equipment, name="settings-equipment"),
    path("travel/", views.travel, name="settings-travel"),
    path("rooms/<uuid:room_id>/", views.room_set_up, name="settings-room"),
    path("rooms/<uuid:room_id>/use/", away.room, name="settings-room-use"),
    path("tables/<uuid:table_id>/use/", away.table, name="settings-table-use"),
    path("rooms/<uuid:room_id>/tables/", views.table, name="settings-table-add"),
]
