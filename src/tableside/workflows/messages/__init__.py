"""Letters and texts: what is planned, who is told, and what is sent."""
