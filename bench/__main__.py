"""``python -m bench [NAME] [--json]`` runs what lies in this folder: each file is a program of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> None:
    benches = {path.stem: _what_for(path) for path in sorted(FOLDER.glob("[a-z]*.py"))}
    parser = argparse.ArgumentParser(
        prog="./tableside bench",
        description="Measures the performance promises, each against something else in the same run.",
        epilog="\n".join(f"  {name:20} {purpose}" for name, purpose in benches.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", choices=sorted(benches), metavar="NAME", help="only this one (see below)")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each, instead of tables")
    options = parser.parse_args()
    failed = [name for name in ([options.name] if options.name else benches) if not _run(name, json=options.json)]
    if failed:
        sys.exit(f"!! These did not finish: {', '.join(failed)}")


def _run(name: str, *, json: bool) -> bool:
    if not json:
        print(f"\n== {name}", flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *(["--json"] if json else [])]
    return subprocess.run(command, cwd=FOLDER.parent, check=False).returncode == 0


def _what_for(path: Path) -> str:
    first_line = path.read_text(encoding="utf-8").partition("\n")[0]
    return first_line.strip('"')


if __name__ == "__main__":
    main()
