"""Health histories, what screening made of them, and clearances."""
