"""Letters to the outside world, written in the transaction that caused them, sent after it."""
