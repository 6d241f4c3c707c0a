"""What may happen to an appointment, and until when."""
