"""The performance promises, runnable. Every file prints a table with something to compare it with."""
