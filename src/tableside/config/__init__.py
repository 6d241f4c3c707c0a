"""Wires the parts together: settings, addresses, servers."""
