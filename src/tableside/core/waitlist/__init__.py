"""Who is asked when a time opens."""
