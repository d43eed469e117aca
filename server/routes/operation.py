"""One decorator for every API view: who may, what is asked, what is answered.

What it checks is what ``/openapi.json`` says, because both read the same :class:`Operation`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

import msgspec
from flask import Response, g, request, session
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from server.asking import Asker
from server.asking import Request as KeyedRequest
from server.problems import HttpRefusal
from server.wire import Asked, encode

View = Callable[..., Any]
Body = TypeVar("Body", bound=Asked)

ANYBODY: frozenset[str] = frozenset()
SIGNED_IN = frozenset({"clerk", "manager", "admin"})
KEY = re.compile(r"[!-~]{1,128}")
"""An ``Idempotency-Key``: visible ASCII, as the OpenAPI document says."""


class Wav:
    """An answer that is a sound."""


class Jpeg:
    """An answer that is a photo."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What the OpenAPI document says of a view.

    *answers* maps a status to the shape of its body (``None``: no body), *problems* are the error
    statuses besides those that follow from the rest, *roles* who may (empty: anybody).
    """

    summary: str
    answers: Mapping[int, Any]
    body: type[Asked] | None = None
    problems: frozenset[int] = frozenset()
    roles: frozenset[str] = ANYBODY
    is_keyed: bool = False
    query: Mapping[str, str] = field(default_factory=dict)


def operation(op: Operation) -> Callable[[View], View]:
    """Check a request against *op* before the view, and encode what the view returns.

    A view with a body gets it as ``body``.  It returns ``(status, answer)`` or a whole response.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(**path: Any) -> Response:
            _check_role(op)
            if op.query:
                _check_query(op)
            if op.is_keyed:
                _check_key()
            if op.body is not None:
                path["body"] = _body(op.body)
            answer = view(**path)
            if isinstance(answer, Response):
                return answer
            status, shape = answer
            return _response(status, shape)

        checked.operation = op  # type: ignore[attr-defined]
        return checked

    return decorate


def asker() -> Asker:
    """Who asks this request. :raises HttpRefusal: 401 if nobody."""
    found: Asker | None = g.get("asker")
    if found is None:
        raise HttpRefusal(401, "sign_in")
    return found


def keyed(*words: object) -> KeyedRequest:
    """This request as far as repeating it goes; *words* say what is asked."""
    return KeyedRequest(asker(), request.environ.get("HTTP_IDEMPOTENCY_KEY"), words)


def text(value: str) -> str:
    """What a person typed, in NFC (TCVN 6909)."""
    return unicodedata.normalize("NFC", value)


def _check_role(op: Operation) -> None:
    if not op.roles:
        return
    asker()
    g.asker = next((each for each in g.askers if each.role in op.roles), None)
    if g.asker is None:
        raise HttpRefusal(403, "not_yours")
    if g.is_session and request.method != "GET":
        check_csrf()


def check_csrf() -> None:
    """A page of ours sent this, not somebody else's.

    :raises HttpRefusal: 403 otherwise.
    """
    try:
        validate_csrf(request.headers.get("X-CSRF-Token"))
    except ValidationError:
        raise HttpRefusal(403, "bad_csrf") from None


def _check_query(op: Operation) -> None:
    """Only the words that are described: a misspelt one must not be answered as if left out."""
    if unknown := request.args.keys() - op.query.keys():
        detail = f"{min(unknown)[:40]}: one of {', '.join(op.query)} is wanted"
        raise HttpRefusal(422, "bad_query", detail=detail)


def _check_key() -> None:
    key = request.environ.get("HTTP_IDEMPOTENCY_KEY", "")
    if not KEY.fullmatch(key):
        raise HttpRefusal(400, "key_missing")


def _body(shape: type[Body]) -> Body:
    # The front door has it whole and small in memory; get_data() takes 4 % of an issue request.
    data: bytes = request.environ["wsgi.input"].read()
    if not data and not shape.__struct_fields__:
        return shape()
    if data and request.mimetype != "application/json":
        raise HttpRefusal(415, "unsupported_media_type")
    try:
        return msgspec.json.decode(data or b"{}", type=shape)
    except msgspec.ValidationError as error:
        raise HttpRefusal(422, "bad_body", detail=str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HttpRefusal(400, "bad_body", detail=str(error)) from None


def _response(status: int, shape: object) -> Response:
    if shape is None:
        return Response(status=status)
    return Response(encode(shape), status, content_type="application/json")


def session_counter() -> str | None:
    """The counter at which the clerk of this session sits."""
    return session.get("counter")
