"""The same again and again, and the dates of a treatment plan."""
