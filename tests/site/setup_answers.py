"""What somebody types into the first page."""

from __future__ import annotations

TOKEN = "lindenblossom-tea-at-seven"


def answers(**changed: str) -> dict[str, str]:
    services = [("Swedish massage", "swedish", "80", "95", "110"), ("Deep tissue", "deep_tissue", "90,50", "", "120")]
    typed = {
        "token": TOKEN,
        "owner_name": "Rosa Lind",
        "email": "Rosa@Lind.example",
        "password": "warm towels on monday",
        "practice_name": "Lind & Linen",
        "time_zone": "Europe/Vienna",
        "currency": "EUR",
        "practice_email": "hello@lind.example",
        "phone": "",
        "emergency_number": "112",
        "location": "Market Square",
        "address": "Market Square 1\n1010 Vienna",
        "room": "Blue room",
        "treats": "on",
        "service-TOTAL_FORMS": "3",
        "service-INITIAL_FORMS": "3",
        "hours-TOTAL_FORMS": "7",
        "hours-INITIAL_FORMS": "7",
        "service-2-name": "",
        "service-2-technique": "sports",
        "service-2-price_60": "80",
    }
    for number, (name, technique, *prices) in enumerate(services):
        typed |= {f"service-{number}-name": name, f"service-{number}-technique": technique}
        typed |= {f"service-{number}-price_{m}": price for m, price in zip((60, 75, 90), prices, strict=True)}
    typed |= {"hours-0-start": "09:00", "hours-0-end": "17:30", "hours-5-start": "10:00", "hours-5-end": "14:00"}
    return typed | changed
