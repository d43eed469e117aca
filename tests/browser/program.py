"""An administrator's program, for what a test wants done beside the browser."""

import uuid
from typing import Any

from tests.server_process import ServerProcess, token


class Program:
    """Asks an office's server; anything but a success fails the test."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        self._token = token(server.folder, "admin")
        self._setup = self.get("/setup")
        self._issued: list[Any] = []

    def get(self, path: str) -> Any:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any = None) -> Any:
        return self._ask("POST", path, body or {})

    def issue(self, service: str, **more: Any) -> Any:
        """A ticket of *service*."""
        ticket = self.post("/tickets", {"service": service, **more})
        self._issued.append(ticket)
        return ticket

    def clear(self) -> None:
        """Nobody in hand, nobody in line, and the set-up as it was: for the next test."""
        self._ask("PUT", "/setup?even_if_waiting=yes", self._setup)
        for counter in self.get("/hall")["counters"]:
            if counter["ticket"] is not None:
                self.post(f"/counters/{counter['number']}/finish")
        for ticket in self._issued:
            if self.ticket(ticket)["state"] in ("waiting", "parked"):
                self.post(f"/tickets/{ticket['id']}/cancel")
        self._issued.clear()

    def ticket(self, ticket: dict[str, Any]) -> Any:
        """*ticket* as it stands now."""
        return self.get(f"/tickets/{ticket['id']}")

    def set(self, kind: str, key: str, **value: Any) -> None:
        """Let a record of the set-up say *value* besides what it says already."""
        document = self.get("/setup").get(kind, [])
        names = {"service": "code", "group": "code", "counter": "number", "day": "date"}
        names |= dict.fromkeys(("schedule", "zone"), "name")
        name = names.get(kind, "")
        old = next((each for each in document if not name or each[name] == key), {})
        kept = {field: each for field, each in old.items() if field not in (name, "from", "ends")}
        self._ask("PUT", f"/setup/{kind}/{key}", {"value": {**kept, **value}})

    def _ask(self, method: str, path: str, body: Any) -> Any:
        answer = self._server.ask(
            method,
            f"/api/v1{path}",
            body,
            Authorization=f"Bearer {self._token}",
            Idempotency_Key=uuid.uuid4().hex,
        )
        assert answer.status in (200, 201, 204), answer.body
        return answer.json
