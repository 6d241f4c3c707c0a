"""Reads the regions of the body beside it into core values; refuses a region of no known part."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tableside.core.charting.body import Body, Region

FILE = Path(__file__).parent / "body_regions.toml"


class BodyUnreadable(ValueError):
    """``body_regions.toml`` is wrong. The message names the region and what to mend."""


@cache
def load_body() -> Body:
    return parse_body(FILE.read_text("utf-8"))


def parse_body(text: str) -> Body:
    """Raises ``BodyUnreadable``."""
    told = tomllib.loads(text)
    regions: dict[str, Region] = {}
    for key, row in told["regions"].items():
        unknown = set(row) - {"name", "part", "sides", "cap", "caution"}
        cap = row.get("cap", 5)
        if unknown or row.get("part") not in told["parts"] or not row.get("name") or not 0 <= cap <= 5:
            raise BodyUnreadable(f"{key}: a name, a part from [parts] and a cap from 0 to 5 are needed, nothing else.")
        regions[key] = Region(
            id=key,
            name=row["name"],
            part=row["part"],
            has_sides=row.get("sides", False),
            pressure_cap=cap,
            caution=row.get("caution", ""),
            source=told["source"],
        )
    if both := set(regions) & set(told["parts"]):
        raise BodyUnreadable(f"{sorted(both)[0]} is a part and a region: one name, one idea.")
    return Body(regions=MappingProxyType(regions), parts=MappingProxyType(told["parts"]))
