"""The people who come for massage, what they agreed to, and the links sent to them."""
