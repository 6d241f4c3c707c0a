"""Reads inputs one by one and prints an answer for each, so that a million of them need no more memory than one."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tableside.console.screening.answered import answered, not_answered
from tableside.console.screening.asked import read_asked
from tableside.console.screening.strict_json import Unreadable, Wrong
from tableside.console.talk import CannotGoOn
from tableside.core.screening.rulebook import Rulebook
from tableside.knowledge.load_rulebook import load_rulebook

LONGEST = 1_000_000  # bytes of one input
_LINE_NAMES = {".ndjson", ".jsonl"}


@dataclass(frozen=True, slots=True)
class _Input:
    """One input as it was read. ``line`` is None for a file that holds a single one."""

    told: bytes
    line: int | None

    @property
    def is_too_long(self) -> bool:
        return len(self.told) > LONGEST


def screen_file(name: str, *, by_line: bool) -> int:
    """Answers on the standard output, what is wrong also in sentences on the standard error. The exit status is 2 when
    something was wrong with any input; the others are answered all the same."""
    shown = "standard input" if name == "-" else name
    rulebook, has_wrong = load_rulebook(), False
    try:
        with nullcontext(sys.stdin.buffer) if name == "-" else Path(name).open("rb") as file:
            for one in _inputs(file, by_line=by_line or Path(name).suffix.lower() in _LINE_NAMES):
                told, wrong = _answer(one, rulebook)
                has_wrong = has_wrong or bool(wrong)
                print(json.dumps(told, ensure_ascii=False, indent=None if one.line else 2), flush=bool(one.line))
                for each in wrong:
                    place = ": ".join(filter(None, (f"line {one.line}" if one.line else "", each.path, each.message)))
                    print(f"{shown}: {place}", file=sys.stderr)
    except BrokenPipeError:  # whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as reason:
        raise CannotGoOn(f"{shown} cannot be read: {reason.strerror}.") from None
    return 2 if has_wrong else 0


def _answer(one: _Input, rulebook: Rulebook) -> tuple[dict[str, object], tuple[Wrong, ...]]:
    try:
        if one.is_too_long:
            raise Unreadable(Wrong("", f"Longer than {LONGEST} bytes."))
        return answered(read_asked(_decoded(one.told), rulebook), rulebook), ()
    except Unreadable as problem:
        return not_answered(problem.wrong, line=one.line), problem.wrong


def _decoded(told: bytes) -> str:
    if not told.strip():
        raise Unreadable(Wrong("", "There is nothing in it."))
    try:
        return told.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise Unreadable(Wrong("", f"This is not UTF-8: byte {problem.start + 1}.")) from None


def _inputs(file: BinaryIO, *, by_line: bool) -> Iterator[_Input]:
    """One input a line when asked for, or when the first line is a whole object; else the file is a single one."""
    lines = _lines(file)
    number, first = next(((number, line) for number, line in lines if line.strip()), (0, b""))
    first = first.removeprefix(codecs.BOM_UTF8)
    rest = ((number, line) for number, line in lines if line.strip())
    if number and (by_line or _is_whole(first)):
        following = next(rest, None)
        if following is None and not by_line:
            yield _Input(first, None)
            return
        yield _Input(first, number)
        if following is not None:
            yield _Input(following[1], following[0])
        yield from (_Input(line, number) for number, line in rest)
        return
    told = bytearray(first)
    for _, line in lines:
        if len(told) <= LONGEST:
            told += line
    yield _Input(bytes(told[: LONGEST + 1]), None)


def _is_whole(line: bytes) -> bool:
    return line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Numbered lines; of one that is too long, only as much as shows that it is."""
    number = 0
    while line := file.readline(LONGEST + 2):
        number += 1
        kept = line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST + 2)
        yield number, kept if len(kept) <= LONGEST else kept.rstrip(b"\n")[: LONGEST + 1]
