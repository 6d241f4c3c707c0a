"""When therapists work."""

from __future__ import annotations

from django.urls import path

from tableside.desk.settings.hours import days, holidays, time_off, views, weeks

urlpatterns = [
    path("", views.hours, name="settings-hours"),
    path("closed/", views.close, name="settings-close"),
    path("days/<uuid:therapist_id>/", days.other_hours, name="settings-other-hours"),
    path("days/<uuid:therapist_id>/<str:on>/usual/", days.as_usual, name="settings-reopen"),
    path("off/", time_off.time_off, name="settings-time-off"),
    path("off/<uuid:reservation_id>/end/", time_off.end, name="settings-time-off-end"),
    path("holidays/", holidays.holidays, name="settings-holidays"),
    path("holidays/day/", holidays.day, name="settings-holidays-day"),
    path("<uuid:therapist_id>/<uuid:location_id>/", weeks.week, name="settings-week"),
    path("<uuid:therapist_id>/<uuid:location_id>/new/", weeks.add, name="settings-week-add"),
    path("<uuid:therapist_id>/<uuid:location_id>/<uuid:workinghours_id>/", weeks.other, name="settings-week-other"),
]
