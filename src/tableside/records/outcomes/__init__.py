"""Scores over time."""
