"""The office's side of pairing a tablet: docs/reference/pairing.md."""

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Protocol, cast

from spake2 import SPAKE2_A
from spake2.ed25519_basic import NotOnCurve
from spake2.spake2 import SPAKEError

_IDENTITY = b"motcua-server"
_ANSWER_BYTES = 4096


class PairingFailed(Exception):
    """The tablet was not paired."""

    def __str__(self) -> str:
        return str(self.__doc__)


class WrongCode(PairingFailed):
    """The code is not the one on the tablet's screen."""


class NotAsking(PairingFailed):
    """The tablet is not asking to be paired."""


class TooManyTries(PairingFailed):
    """Too many tries: wait a minute, then type the new code on the tablet's screen."""


class TabletUnreachable(PairingFailed):
    """The tablet does not answer on the network."""


@dataclass(frozen=True)
class Offer:
    """What the office tells its new tablet. `counter` is None for a kiosk in the hall.

    `scheme` and `port` are this server's own, as a tablet reaches it; `server` is the office's
    id (16 hex digits), under which a tablet finds it again; `spki` is the pin of its TLS key
    (base64), None over plain http.
    """

    scheme: str
    port: int
    counter: str | None
    office: str
    server: str
    spki: str | None = None

    def as_bytes(self) -> bytes:
        """The form both sides put under their HMAC."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode("ascii")


class Reached(Protocol):
    """A tablet that can be asked: one that listens, or one that fetches what it is asked."""

    @property
    def id(self) -> str: ...

    def post(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
        """Status and body of its answer. :raises TabletUnreachable: none came."""


@dataclass(frozen=True)
class Tablet:
    """A tablet where it was heard."""

    id: str
    address: str
    port: int
    timeout_s: float = 2

    def post(self, path: str, body: dict[str, object]) -> tuple[int, dict[str, Any]]:
        connection = http.client.HTTPConnection(self.address, self.port, timeout=self.timeout_s)
        try:
            connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, _object(answer.read(_ANSWER_BYTES))
        except (OSError, http.client.HTTPException) as error:
            raise TabletUnreachable from error
        finally:
            connection.close()


def _object(data: bytes) -> dict[str, Any]:
    """A JSON object; empty for anything else, as what is altered on its way may be anything."""
    try:
        read = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def pair(
    tablet: Reached, code: str, offer: Offer, keep: Callable[[str], None] = lambda token: None
) -> str:
    """Pair with a tablet; its token (64 hex digits), which stands for the key of its seals.

    *keep* is given the token before the tablet is told that all went well, because the tablet's
    first request with it follows at once.  Blocks for at most two requests.

    :raises WrongCode: the code is wrong, or somebody altered the exchange; costs one of five tries
    :raises NotAsking: the tablet is paired already
    :raises TooManyTries: the tablet pauses and shows a new code
    :raises TabletUnreachable: no answer, or a status that no tablet has
    """
    key = _agree(tablet, code)
    token = _mac(key, b"bearer token")
    keep(token)
    confirm = _mac(key, b"server confirms" + offer.as_bytes())
    status, answer = tablet.post("/pair/finish", {"confirm": confirm, **asdict(offer)})
    if status != 200:
        raise {400: WrongCode, 403: WrongCode, 409: NotAsking}.get(status, TabletUnreachable)
    _check(key, b"tablet is paired", answer.get("confirm"))
    return token


def _agree(tablet: Reached, code: str) -> bytes:
    """The shared key, proven by the tablet's confirmation."""
    side = SPAKE2_A(_bytes(code), idA=_IDENTITY, idB=_bytes(tablet.id))
    status, answer = tablet.post("/pair/start", {"message": side.start().hex()})
    if status != 200:
        found = {400: WrongCode, 409: NotAsking, 429: TooManyTries}
        raise found.get(status, TabletUnreachable)
    key = _finish(side, answer.get("message"))
    _check(key, b"tablet confirms", answer.get("confirm"))
    return key


def _check(key: bytes, words: bytes, said: object) -> None:
    """What does not fit may be a wrong code or altered on its way: nobody can tell them apart."""
    if not isinstance(said, str) or not said.isascii():
        raise WrongCode
    if not hmac.compare_digest(_mac(key, words), said.lower()):
        raise WrongCode


def _finish(side: SPAKE2_A, message: object) -> bytes:
    if not isinstance(message, str):
        raise WrongCode
    try:
        theirs = bytes.fromhex(message)
        if len(theirs) != 33:
            raise WrongCode
        return cast(bytes, side.finish(theirs))
    except (SPAKEError, NotOnCurve, ValueError):
        raise WrongCode from None


def _bytes(text: str) -> bytes:
    return text.encode("utf-8")


def _mac(key: bytes, words: bytes) -> str:
    return hmac.new(key, words, hashlib.sha256).hexdigest()
