"""A therapist's own calendar: what it reads from here."""
