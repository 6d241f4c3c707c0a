"""What a client agrees to, and how that is shown later."""
