"""What goes out to the calendars of therapists and clients."""
