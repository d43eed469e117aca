"""A simulated person's or program's way to the server: real HTTP, as everybody else's."""

import http.client
import json
import uuid
from typing import Any

TIMEOUT_S = 10.0


class Client:
    """One keep-alive connection with one token; for one thread."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
        self._token = token

    def get(self, path: str) -> Any:
        """The JSON at *path*. :raises OSError: if the server does not answer."""
        return self._ask("GET", path, None)[1]

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        """Status and JSON (``None`` for no body); done once even if it is sent twice.

        :raises OSError: if the server does not answer twice.
        """
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, Any]:
        data = None if body is None else json.dumps(body)
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Content-Type": "application/json",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        try:
            return self._once(method, path, data, headers)
        except (http.client.HTTPException, ConnectionError):
            self._connection.close()  # kept alive too long; the key makes a second try harmless
            return self._once(method, path, data, headers)

    def _once(
        self, method: str, path: str, data: str | None, headers: dict[str, str]
    ) -> tuple[int, Any]:
        self._connection.request(method, f"/api/v1{path}", data, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
