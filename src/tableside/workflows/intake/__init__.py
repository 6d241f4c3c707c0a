"""Health questions and consent, and what screening makes of the answers."""
