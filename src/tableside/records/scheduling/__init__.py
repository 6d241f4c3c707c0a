"""Who and what is taken when: working hours, reservations, bookings, appointments."""
