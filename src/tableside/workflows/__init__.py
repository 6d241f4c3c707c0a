"""Does. One file per deed that crosses record apps."""
