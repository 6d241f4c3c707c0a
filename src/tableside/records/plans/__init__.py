"""Treatment plans and their goals."""
