"""Talks to anyone: home, guide, therapists."""
