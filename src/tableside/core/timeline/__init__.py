"""Time as half-open windows, as one integer, and as the wall clock shows it."""
