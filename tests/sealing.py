"""A test in a paired tablet's place: what it asks is sealed, what it is answered is checked."""

import json
from collections.abc import Callable
from typing import Any

from kiosk.seal import PROOF, Answered, Asked, Seal
from tests.server_process import Answer

Send = Callable[[str, str, bytes, dict[str, str]], Answer]
"""method, path, body and headers of one request."""


def ask_sealed(
    seal: Seal, send: Send, method: str, path: str, body: Any = None, key: str = ""
) -> Answer:
    """The answer, proven; asked again when the server only says what time it is."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} if data else {}
    headers |= {"Idempotency-Key": key} if key else {}
    while True:
        asked_s, sealed = seal.now_s(), seal.seal(Asked(method, path, data, key))
        answer = send(method, path, data, headers | {"Authorization": sealed.header})
        challenge = answer.headers.get("www-authenticate", "")
        proof = answer.headers.get(PROOF.lower(), "")
        assert seal.is_proven(
            sealed.nonce, Answered(answer.status, answer.body, challenge, proof)
        ), answer
        if answer.status != 401 or not seal.learn(challenge, asked_s):
            return answer
