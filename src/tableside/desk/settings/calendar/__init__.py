"""A therapist's own calendar: what it reads from here, and what is read from another."""
