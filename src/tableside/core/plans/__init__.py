"""Where a treatment plan stands, and what to do next."""
