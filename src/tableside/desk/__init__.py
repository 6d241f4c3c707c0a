"""Talks to staff: the day, clients, sessions, plans, intake queue."""
