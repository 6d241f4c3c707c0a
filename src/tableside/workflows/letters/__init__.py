"""The words of what goes out, one module a group of letters. No word about health in a subject or a calendar entry."""
