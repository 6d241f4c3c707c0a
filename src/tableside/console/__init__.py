"""Talks to the operator at a terminal."""
