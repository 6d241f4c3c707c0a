"""Who a client is, and who speaks for them."""
