"""What may become of an appointment: moved, longer, another treatment, cancelled, undone, and what that costs."""
