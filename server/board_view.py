"""The hall as the boards' follower looks at it: each look is one snapshot."""

import json
from collections.abc import Mapping, Sequence

from server import turn
from server.acts import runs_of
from server.lines import desk, heads, policy
from server.office import Office
from server.plan import Plan
from server.queries import hall_counter, hall_counters
from server.shapes import HallCounter
from server.store import Store


class BoardView:
    """Reads of *office*, each on a connection of its own."""

    def __init__(self, store: Store, office: Office) -> None:
        self._store = store
        self._office = office

    def plan(self) -> Plan:
        """What is in force today: the same object until something else is."""
        with self._store.reading() as connection:
            return self._office.plan(connection)

    def time(self) -> str:
        """``07:30`` on the office's clock."""
        return f"{self._office.local():%H:%M}"

    def counters(self, numbers: Sequence[str]) -> Mapping[str, HallCounter]:
        """Those of *numbers* that there are, as they are now."""
        with self._store.reading() as connection:
            plan = self._office.plan(connection)
            if len(numbers) == 1:
                found = [hall_counter(connection, plan, numbers[0])]
            else:
                found = [*hall_counters(connection, plan)]
        return {each.number: each for each in found if each is not None and each.number in numbers}

    def next_label(self, number: str) -> str:
        """Whom *call next* would call at this counter now; ``""`` for nobody.

        It keeps nobody's place: another counter may call the same ticket, or somebody with
        priority may come.
        """
        with self._store.reading() as connection:
            plan, local = self._office.plan(connection), self._office.local()
            counter = plan.counters.get(number)
            query = "SELECT clerk, credits FROM counters WHERE number = ?"
            here = connection.execute(query, (number,)).fetchone()
            if counter is None or here is None:
                return ""
            at = desk(plan, counter, here["clerk"], local)
            memory = turn.Memory(runs=runs_of(connection), credits=json.loads(here["credits"]))
            choice = turn.pick(heads(connection, plan, at, local), at, policy(plan.rules), memory)
            if choice is None:
                return ""
            found = connection.execute("SELECT label FROM tickets WHERE id = ?", (choice.ticket,))
            return str(found.fetchone()["label"])
