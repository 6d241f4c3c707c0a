"""What is written down about a session, and what the work costs the therapist."""
