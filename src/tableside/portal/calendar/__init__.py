"""A client's appointments in their own calendar program, and the address that such programs read."""
