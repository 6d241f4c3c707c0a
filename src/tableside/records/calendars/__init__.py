"""What goes out to the calendars of therapists and clients, and what comes in from those of therapists."""
