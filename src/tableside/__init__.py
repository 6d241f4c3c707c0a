"""Practice software for therapeutic massage."""
