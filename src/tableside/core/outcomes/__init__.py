"""Whether it helps: instruments, scores, and which changes are real."""
