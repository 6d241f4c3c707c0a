"""``tableside rulebook``: the rules of screening, printed for reading."""
