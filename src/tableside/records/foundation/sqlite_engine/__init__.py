"""Django's SQLite engine with a fair queue in front of BEGIN IMMEDIATE."""
