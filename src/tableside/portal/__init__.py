"""Talks to clients, signed in or by link: booking, intake, their care."""
