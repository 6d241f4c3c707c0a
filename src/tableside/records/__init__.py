"""Remembers. Django apps, all of one shape: models, queries, access, actions, migrations."""
