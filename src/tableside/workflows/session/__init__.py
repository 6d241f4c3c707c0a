"""From the client on the massage table to the signed note."""
