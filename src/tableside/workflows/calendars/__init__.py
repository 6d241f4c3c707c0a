"""Calendars that other programs read, and theirs that are read here."""
