"""Health answers in, limits out: which massage is safe for this person on this day."""
