"""What happens when: deeds in the order of time, each of which may put later ones on the list."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime

Deed = Callable[[datetime], None]


class Agenda:
    """Deeds at the same instant happen in the order in which they were put down, so that every run is the same."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._count = 0

    def put(self, when: datetime, deed: Deed) -> None:
        self._count += 1
        heapq.heappush(self._waiting, (when, self._count, deed))

    def live_until(self, end: datetime, *, after_each: Deed) -> None:
        """Do everything up to ``end``. What was meant for later stays undone."""
        while self._waiting and self._waiting[0][0] <= end:
            when, _, deed = heapq.heappop(self._waiting)
            deed(when)
            after_each(when)
