"""Printers' spools as a test wants them, and what becomes of the slips they are given."""

from dataclasses import dataclass, field

from printer.profiles import profile_named
from printer.render import Printout
from printer.shelf import Shelf
from server.follow_slips import Printing


@dataclass
class Health:
    """How a printer is."""

    state: str = "ready"
    paper: str = "plenty"


@dataclass
class FakeSpool:
    """Says how it is as told, and remembers what it was given."""

    state: str = "ready"
    paper: str = "plenty"
    held: set[str] = field(default_factory=set)
    jobs: dict[str, bytes] = field(default_factory=dict)

    def health(self) -> Health:
        return Health(self.state, self.paper)

    def holds(self, id: str) -> bool:
        return id in self.held

    def put_job(self, id: str, printout: Printout) -> None:
        assert id not in self.jobs
        self.jobs[id] = printout.data


def printings(spools: dict[str, FakeSpool]) -> dict[str, Printing]:
    """The spools as the slip follower takes them."""
    profile = profile_named("TM-T82")
    return {
        name: Printing(queue=each, profile=profile, shelf=Shelf(profile))
        for name, each in spools.items()
    }
