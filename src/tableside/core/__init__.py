"""Decides. Pure Python: no Django, no clock, no files, no network, no randomness."""
