"""``python -m tableside`` is the same as ``tableside``."""

from __future__ import annotations

from tableside.console.main import main

if __name__ == "__main__":
    main()
