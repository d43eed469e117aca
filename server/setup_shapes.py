"""What a form must know of each kind of record: defaults, bounds and choices, from where they are
said once."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from server.plan import HALL, Season, Session, SlipPart, Zone
from server.plan_check import BOUNDS, LARGEST, LONGEST_KEY, LONGEST_TEXT, WORDS
from server.records import KEYS, KINDS, write
from server.slip_check import FIELDS, NOT_ON
from server.slip_check import KINDS as PART_KINDS
from server.slip_defaults import USUAL

PARTS: Mapping[str, type[Any]] = {"session": Session, "season": Season, "part": SlipPart}
"""Tables inside records."""

Shape = dict[str, Any]


def shapes() -> dict[str, dict[str, Shape]]:
    """For each kind and each of its fields: ``default`` (left out: required), and where they
    apply ``least``, ``most``, ``longest`` and ``choices``."""
    return {
        kind: {each.name: _shape(kind, record, each) for each in fields(record)}
        for kind, record in {**KINDS, **PARTS}.items()
    }


def usual() -> dict[str, dict[str, Shape]]:
    """Records that are as if they were there, by kind and key."""
    return {
        "slip": {name: write(layout) for name, layout in USUAL.items()},
        "zone": {HALL: write(Zone(name=HALL))},
    }


def slip_fields() -> dict[str, dict[str, list[str]]]:
    """For each slip the ``fields`` its texts may name and the ``kinds`` of its parts."""
    return {
        name: {
            "fields": list(fields),
            "kinds": [each for each in PART_KINDS if each not in NOT_ON[name]],
        }
        for name, fields in FIELDS.items()
    }


def _shape(kind: str, record: type[Any], each: Field[Any]) -> Shape:
    found: Shape = {}
    default = each.default if each.default_factory is MISSING else each.default_factory()
    if default is not MISSING:
        found["default"] = list(default) if isinstance(default, tuple) else default
    if each.type is int:
        found["least"], found["most"] = BOUNDS.get((record, each.name), (0, LARGEST))
    if each.type is str:
        found["longest"] = LONGEST_KEY if KEYS.get(kind) == each.name else LONGEST_TEXT
    if (record, each.name) in WORDS:
        found["choices"] = list(WORDS[record, each.name])
    return found
