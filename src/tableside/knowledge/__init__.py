"""Knows. Facts with their sources, in files that a therapist can read and correct; each loader checks what it reads."""
