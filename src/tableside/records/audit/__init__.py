"""Who did or read what, when: rows that are only ever added, chained by hash."""
