"""Which times can be offered, and why another one cannot."""
