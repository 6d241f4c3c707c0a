"""The performance promises, runnable: ``python -m bench [NAME] [--json]``."""
