"""``create_app``: the Flask application of one office, made of the parts it is given."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from server import problems
from server.asking import Asker
from server.errors import OfficeError, StoreFailed
from server.front import MAX_BODY
from server.pairing import NotAsking, PairingFailed, TooManyTries, WrongCode
from server.problems import HttpRefusal, Problem, Reader
from server.routes import (
    appointments,
    browser_tablets,
    counters,
    hall,
    health,
    help,
    kiosk_staff,
    my_ratings,
    notices,
    pages,
    pictures,
    printers,
    rating_reports,
    ratings,
    reports,
    results,
    setup,
    setup_aids,
    slips,
    tablets,
    tickets,
    virtual,
    voice,
)
from server.routes import session as session_routes
from server.routes.parts import Parts, parts
from server.routes.sealed import check_bearer, prove, unsealed
from server.wire import encode

API = "/api/v1"
API_MODULES = (
    *(tickets, appointments, counters, hall, tablets, reports, setup, setup_aids, virtual),
    *(printers, ratings, results, slips, voice, help),
    *(my_ratings, rating_reports, session_routes, browser_tablets, pictures),
    *(kiosk_staff,),
)
SESSION_LASTS = timedelta(hours=14)
"""A clerk signs in once a day; a shared counter PC does not stay signed in over night."""

_log = logging.getLogger(__name__)


class Sessions(SecureCookieSessionInterface):
    """Flask's own sessions, at no cost to a program that sends no cookie: setting up the signing
    was a tenth of an issue request."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of *request*."""
        if "HTTP_COOKIE" not in request.environ:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to save where nobody looked at *session*."""
        if session.accessed:
            super().save_session(app, session, response)


class Application(Flask):
    """Flask, which need not ask for every request whether a view of ours is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """None of ours is: 2 % of an issue request."""
        return func


def create_app(made_of: Parts) -> Flask:
    """The application.  Nothing is opened or started here."""
    app = Application("server", static_folder="static", template_folder="templates")
    app.config.update(
        SECRET_KEY=made_of.accounts.session_key(),
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_COOKIE_HTTPONLY=True,
        # An answer under way must not bring back the session that a sign-out has just ended.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(minutes=5),
    )
    app.session_interface = Sessions()
    app.extensions["motcua"] = made_of
    app.before_request(_who_asks)
    app.after_request(prove)
    for module in API_MODULES:
        prefix = f"{API}{module.blueprint.url_prefix or ''}"
        app.register_blueprint(module.blueprint, url_prefix=prefix)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(notices.blueprint)
    app.register_blueprint(pages.blueprint)
    _handle_errors(app)
    return app


def _who_asks() -> None:
    """Find the asker: a tablet by its seal, a program by its bearer token, a person or a page by
    its session.

    A wrong token is answered by 401 even where nobody needs one, so that it is noticed.
    """
    g.askers, g.asker, g.person, g.is_session = [], None, None, False
    header = request.environ.get("HTTP_AUTHORIZATION", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "motcua":
        g.askers = [unsealed(header)]
    elif scheme.lower() == "bearer":
        found = parts().accounts.asker(token.strip())
        if found is None:
            check_bearer(token.strip())
            raise HttpRefusal(401, "sign_in")
        g.askers = [found]
    elif request.path.startswith(API) or request.path in pages.SIGNED_IN_PAGES:
        g.askers = _session_askers()
    g.asker = next(iter(g.askers), None)


def _session_askers() -> list[Asker]:
    """Who one browser may be at once: a person signed in, a citizen with a ticket,
    somebody at home, a kiosk, a rating tablet."""
    g.is_session = True
    found = []
    if name := session.get("person"):
        g.person = parts().accounts.person(name)
    if g.person is not None:
        counter = session.get("counter")
        found.append(Asker(g.person.name, g.person.role, counter, is_person=True))
    if session.get("tickets") or session.get("appointments"):
        found.append(Asker("phone", "citizen", key_space=session.get("browser", "")))
    if session.get("home"):
        found.append(Asker("home", "home", key_space=session.get("browser", "")))
    if session.get("kiosk"):
        found.append(Asker("web-kiosk", "web_kiosk", key_space=session.get("browser", "")))
    if key := request.cookies.get(browser_tablets.COOKIE):
        tablet = parts().browsers.asker(key)
        found += [tablet] if tablet else []
    return found


def _handle_errors(app: Flask) -> None:
    def add(kind: type[Exception], make: Callable[[Exception], Problem]) -> None:
        app.register_error_handler(kind, lambda error: _answer(make(error)))

    add(OfficeError, lambda error: problems.of_office(error, _reader()))  # type: ignore[arg-type]
    add(StoreFailed, lambda error: problems.of_store(error, _reader()))  # type: ignore[arg-type]
    add(HttpRefusal, _of_refusal)
    add(PairingFailed, _of_pairing)
    app.register_error_handler(HTTPException, _answer_http)


def _of_refusal(error: Exception) -> Problem:
    assert isinstance(error, HttpRefusal)
    return problems.problem(error.status, error.code, error.about, _reader())


def _of_pairing(error: Exception) -> Problem:
    match error:
        case WrongCode():
            status, code = 403, "wrong_code"
        case NotAsking():
            status, code = 409, "not_asking"
        case TooManyTries():
            status, code = 429, "too_many_tries"
        case _:
            status, code = 502, "tablet_unreachable"
    return problems.problem(status, code, {}, _reader())


def _answer_http(error: HTTPException) -> Response:
    response = _answer(_of_http(error))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # RFC 9110 15.5.6
    return response


def _of_http(error: HTTPException) -> Problem:
    if isinstance(error, InternalServerError):
        _log.error("unhandled", exc_info=error.original_exception or error)
    status = error.code or 500
    code = problems.STATUS_CODES.get(status, "bad_request" if status < 500 else "trouble")
    return problems.problem(status, code, {}, _reader())


def _answer(shape: Problem) -> Response:
    response = Response(encode(shape), shape.status, content_type=problems.TYPE)
    if shape.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _reader() -> Reader:
    wanted = request.accept_languages.best_match(("vi", "en"), "vi")
    return Reader(wanted, parts().words.in_language(wanted))
