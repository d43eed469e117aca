"""How a tablet's program was started, and which version it is."""

import importlib.metadata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """`kind` rate or take; `port` of the pairing listener, 0 for any free one and None for the
    usual one or any; `server` an address where a paired tablet may find its server, or "";
    `languages` the tablet has words for, its own first."""

    kind: str
    data: Path
    name: str = ""
    language: str = "vi"
    interfaces: Sequence[str] | None = None
    port: int | None = None
    server: str = ""
    languages: tuple[str, ...] = ("vi", "en")
    fault_pause_s: float = 1.0  # a fault that comes at every turn must not take the processor

    @property
    def host(self) -> str:
        """Where the listener listens: one pinned interface, or all of them."""
        return self.interfaces[0] if self.interfaces and len(self.interfaces) == 1 else "0.0.0.0"


def own_version() -> str:
    try:
        return importlib.metadata.version("motcua")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"
