"""Messages to clients: when a reminder leaves, and what an owner may write."""
