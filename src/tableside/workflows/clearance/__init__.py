"""What a healthcare provider is asked and answers, and what a second person decides."""
