"""Where the tests' browser is: named by CHROMIUM, on the PATH, or unpacked from the npm package."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path

NODE_MODULES = Path(__file__).resolve().parent.parent / "frontend" / "node_modules"
PACKAGE = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = NODE_MODULES / ".chromium"
NAMES = ("chromium", "chromium-browser", "chromium-headless-shell", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Chromium:
    path: str
    environment: dict[str, str] = field(default_factory=dict)


def find_chromium() -> Chromium:
    if named := os.environ.get("CHROMIUM"):
        return Chromium(named)
    for name in NAMES:
        if found := shutil.which(name):
            return Chromium(found)
    if not (PACKAGE / "chromium.br").exists():
        raise RuntimeError("No browser: `./tableside test` fetches one, or name yours in CHROMIUM.")
    return _from_package()


def _from_package() -> Chromium:
    program = UNPACKED / "chromium"
    if not program.exists():
        _unpack(program)
    _name_the_fonts()
    # The package expects its libraries and fonts at fixed places of a cloud function; here they lie elsewhere.
    return Chromium(
        str(program),
        {
            "LD_LIBRARY_PATH": f"{UNPACKED}/al2023/lib",
            "FONTCONFIG_FILE": f"{UNPACKED}/fonts.conf",
        },
    )


def _unpack(program: Path) -> None:
    import brotli

    UNPACKED.mkdir(exist_ok=True)
    for name in ("al2023", "fonts"):
        archive = io.BytesIO(brotli.decompress((PACKAGE / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=archive) as tar:
            tar.extractall(UNPACKED / name)
    part = program.with_name(f"chromium.{os.getpid()}")
    part.write_bytes(brotli.decompress((PACKAGE / "chromium.br").read_bytes()))
    part.chmod(0o755)
    part.rename(program)


def _name_the_fonts() -> None:
    """Where they lie now: whoever moves this folder moves them with it."""
    here, names = UNPACKED.resolve(), UNPACKED / "fonts.conf"
    told = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{here}/fonts</dir><cachedir>{here}/font-cache</cachedir></fontconfig>"
    )
    if not names.exists() or names.read_text() != told:
        names.write_text(told)
