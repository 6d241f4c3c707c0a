"""What a massage table can have, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tableside.core.availability.features import TableFeature

FEATURES: dict[str, str | Promise] = {
    TableFeature.ELECTRIC: _("Electric height"),
    TableFeature.HEATED: _("Heated"),
    TableFeature.SIDE_LYING: _("Set up for lying on the side"),
    TableFeature.FACE_CRADLE: _("With a face cradle"),
    TableFeature.WIDE: _("Extra wide"),
    TableFeature.HIGH_LOAD: _("For high body weight"),
    TableFeature.CHAIR: _("A massage chair"),
    TableFeature.FLOOR_MAT: _("A mat on the floor"),
}
