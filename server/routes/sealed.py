"""Sealed requests (``docs/reference/seals.md``): who asks, and the proof of our answer."""

import io

from flask import Response, g, request

from server import seals
from server.asking import Asker
from server.kept import IS_PAIRED
from server.problems import HttpRefusal
from server.routes.parts import parts
from server.seal_desk import Judged


def unsealed(header: str) -> Asker:
    """Who asks, by the seal in this ``Authorization``.

    :raises HttpRefusal: if it is none of ours, or not of now.
    """
    environ = request.environ
    # The front door has the body whole and small in memory; the view reads it once more.
    body: bytes = environ["wsgi.input"].read()
    environ["wsgi.input"] = io.BytesIO(body)
    key = environ.get("HTTP_IDEMPOTENCY_KEY", "")
    asked = seals.Asked(request.method, environ["REQUEST_URI"], body, key)
    judged = parts().seals.judge(header, asked, request.remote_addr or "")
    g.witness = judged.witness
    if judged.asker is None:
        raise _refusal(judged)
    environ[IS_PAIRED] = True
    return judged.asker


def check_bearer(token: str) -> None:
    """:raises HttpRefusal: if *token* is what a paired tablet seals with."""
    judged = parts().seals.refuse_bearer(token, request.remote_addr or "")
    if judged is not None:
        raise _refusal(judged)


def _refusal(judged: Judged) -> HttpRefusal:
    g.challenge = judged.challenge
    return HttpRefusal(judged.status, judged.code)


def prove(response: Response) -> Response:
    """The answer with its proof, where the request has proven itself."""
    challenge = g.get("challenge", "")
    if challenge and response.status_code == 401:
        response.headers["WWW-Authenticate"] = challenge
    witness = g.get("witness")
    if witness is not None:
        response.direct_passthrough = False  # a file: it is read here, to be under the proof
        proof = witness.prove(
            response.status_code,
            response.get_data(),
            response.headers.get("WWW-Authenticate", ""),
        )
        response.headers[seals.PROOF] = proof
    return response
