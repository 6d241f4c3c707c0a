"""``tableside screen``: the rulebook for other programs, without a database."""
