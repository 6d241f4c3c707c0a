"""What the practice is made of, and what a change of it would leave behind."""
