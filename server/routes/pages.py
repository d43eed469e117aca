"""Pages for people.  A page is its words and a JSON of settings; live data come over the API.

What each page does is in ``docs/reference/pages.md``.
"""

import io
import re
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

import segno
from flask import Blueprint, Response, abort, g, redirect, render_template, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from server import appointment_rows, queries, setup_shapes, shapes
from server.address import own_address
from server.errors import Unknown
from server.hours import instant
from server.plan import HALL
from server.routes.appointments import keep
from server.routes.my_ratings import USUAL_DAYS
from server.routes.parts import parts
from server.words import LANGUAGES

blueprint = Blueprint("pages", __name__)

SIGNED_IN_PAGES = frozenset({"/counter", "/manage", "/manage/setup", "/manage/ratings", "/mine"})
MANAGERS = ("manager", "admin")
TICKETS_HELD = 5
"""Tickets that one phone may give back: those it looked at last."""
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})

POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'"
"""Nothing from elsewhere and no script inside a page: an office has no internet to lean on."""

_STALE = "This screen is not up to date - connecting again"

_OUR_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_?=&%.-]*")
_KIOSK = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{16}")


@blueprint.get("/")
def index() -> str:
    return _page("index")


@blueprint.get("/kiosk")
def kiosk() -> str:
    session["kiosk"] = True
    _name_browser()
    session.permanent = True
    name = request.args.get("name", "")
    name = name if _KIOSK.fullmatch(name) else ""
    path = f"/kiosk?name={name}" if name else "/kiosk"
    return _page("kiosk", csrf=generate_csrf(), kiosk=name, path=path)


@blueprint.get("/rate")
def rate() -> str:
    return _page(
        "rate",
        tablet=request.args.get("name", "")[:64],
        version=version("motcua"),
        languages=LANGUAGES,
        tongues=[(each, parts().words.in_language(each)) for each in LANGUAGES],
    )


@blueprint.get("/rate/complaint.svg")
def complaint_link() -> Response:
    """Where complaints go, as a QR code; asked for by address, so that it is never another's."""
    with parts().store.reading() as connection:
        url = parts().office.plan(connection).rating.complaint_url
    if not url or request.args.get("url") != url:
        abort(404)
    return _qr(url)


@blueprint.get("/board")
def board() -> str:
    zone = request.args.get("zone", HALL)
    with parts().store.reading() as connection:
        zones = parts().office.plan(connection).zones
    languages = zones.get(zone, zones[HALL]).languages
    return _page(
        "board",
        zone=zone,
        languages=languages,
        both=partial(_both, languages),
        stale=" – ".join(dict.fromkeys(_in_each(languages, _STALE))),
    )


@blueprint.get("/devices")
def devices() -> str:
    return _page("devices")


@blueprint.get("/counter")
def counter() -> str:
    if g.person is None or session.get("counter") is None:
        return _page("sign_in", csrf=generate_csrf(), counters=_counters(), goal="/counter")
    return _page("counter", csrf=generate_csrf(), counter=session["counter"])


@blueprint.get("/manage")
def manage() -> str:
    if g.person is None or g.person.role not in MANAGERS:
        return _page("sign_in", csrf=generate_csrf(), counters=[], goal="/manage")
    today = parts().office.today()
    return _page("manage", csrf=generate_csrf(), counters=_counters(), today=today)


@blueprint.get("/manage/setup")
def setup() -> str:
    if g.person is None or g.person.role not in MANAGERS:
        return _page("sign_in", csrf=generate_csrf(), counters=[], goal="/manage/setup")
    today = parts().office.today()
    return _page(
        "setup",
        csrf=generate_csrf(),
        today=today,
        shapes=setup_shapes.shapes(),
        usual=setup_shapes.usual(),
        slip_fields=setup_shapes.slip_fields(),
        printers=list(parts().config.printer),
    )


@blueprint.get("/manage/ratings")
def ratings() -> str:
    if g.person is None or g.person.role not in MANAGERS:
        return _page("sign_in", csrf=generate_csrf(), counters=[], goal="/manage/ratings")
    today = parts().office.today()
    return _page("ratings", csrf=generate_csrf(), first=f"{today[:7]}-01", today=today)


@blueprint.get("/mine")
def mine() -> str:
    """Of today one is told tomorrow."""
    if g.person is None:
        return _page("sign_in", csrf=generate_csrf(), counters=[], goal="/mine")
    today = date.fromisoformat(parts().office.today())
    first, last = (str(today - timedelta(days=days)) for days in (USUAL_DAYS, 1))
    counter = session.get("counter")
    return _page("mine", csrf=generate_csrf(), first=first, last=last, counter=counter)


@blueprint.get("/t/<secret>")
def my_ticket(secret: str) -> str:
    if not _SECRET.fullmatch(secret):
        abort(404)
    try:
        with parts().store.reading() as connection:
            ticket = queries.ticket_by_secret(connection, secret)
    except Unknown:
        abort(404)
    held = [each for each in session.get("tickets", []) if each != ticket.id]
    _name_browser()
    session["tickets"] = [*held, ticket.id][-TICKETS_HELD:]
    return _page("ticket", csrf=generate_csrf(), ticket=ticket, today=parts().office.today())


@blueprint.get("/t/<secret>/qr.svg")
def link_of_my_ticket(secret: str) -> Response:
    """The ticket's link as a QR code, for a kiosk whose slip did not come out."""
    if not _SECRET.fullmatch(secret):
        abort(404)
    return _qr(f"{_address()}/t/{secret}")


@blueprint.get("/home")
def home() -> str:
    session["home"] = True
    _name_browser()
    return _page("home", csrf=generate_csrf(), services=_home_services())


@blueprint.get("/a/<secret>")
def my_appointment(secret: str) -> str:
    seen = parts().journal.newest  # before it is read, so that no change falls between
    appointment, link = _appointment(secret)
    _name_browser()
    keep(appointment.code)
    zone = parts().office.site.zone
    start, end = (
        f"{instant(each).astimezone(zone):%H:%M}"
        for each in (appointment.from_at, appointment.until_at)
    )
    return _page(
        "appointment",
        csrf=generate_csrf(),
        appointment=appointment,
        ticket_link=link,
        seen=seen,
        start=start,
        end=end,
    )


@blueprint.get("/a/<secret>/qr.svg")
def code_of_my_appointment(secret: str) -> Response:
    """The appointment's code as a QR code, for the kiosk's scanner: digits alone, because one
    that writes like a keyboard would spoil letters by a Vietnamese input method."""
    appointment, _ = _appointment(secret)
    return _qr(appointment.code)


@blueprint.get("/language/<language>")
def language(language: str) -> Response:
    """Remember the reader's language in a cookie and go back."""
    if language not in LANGUAGES:
        abort(404)
    back = request.args.get("back", "/")
    response = redirect(back if _OUR_PATH.fullmatch(back) else "/")
    response.set_cookie("language", language, max_age=365 * 86400, samesite="Strict")
    return response  # type: ignore[return-value]


@blueprint.errorhandler(404)
def not_found(_: Exception) -> tuple[str, int]:
    return _page("not_found"), 404


@blueprint.after_request
def only_from_here(response: Response) -> Response:
    """A page is never kept, and takes nothing from other sites."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@blueprint.after_app_request
def as_script(response: Response) -> Response:
    """A browser runs no module that is not called JavaScript, and on Windows the registry, which
    any program may have changed, says what ``.js`` is called."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.endpoint == "static" and request.path.endswith(".js"):
        response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    return response


def _qr(text: str) -> Response:
    picture = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(picture, kind="svg", scale=8, border=4, light="#fff", xmldecl=False)
    return Response(picture.getvalue(), content_type="image/svg+xml")


def _appointment(secret: str) -> tuple[shapes.Appointment, str | None]:
    """The appointment with this secret and, once somebody has come, the path of its ticket."""
    if not _SECRET.fullmatch(secret):
        abort(404)
    try:
        with parts().store.reading() as connection:
            row = appointment_rows.by_secret(connection, secret)
            plan = parts().settings.plan(connection, row["business_day"])
            found = appointment_rows.shown(row, plan, _language())
            if found.ticket is None:
                return found, None
            ticket = queries.ticket_by_id(connection, found.ticket)
            return found, queries.issued(parts().store.row, ticket).link
    except Unknown:
        abort(404)


def _home_services() -> list[dict[str, Any]]:
    """The services that can be asked for from home, with the days of each."""
    found = []
    with parts().store.reading() as connection:
        plans = parts().home_numbers.plans(connection)
    for service in plans[0].services.values():
        numbers = parts().home_numbers.days(plans, service)
        slots = parts().appointments.days(plans, service)
        if numbers or slots:
            about = {"code": service.code, "name": service.name_in(_language())}
            days = {"number_days": numbers, "slot_days": slots}
            found.append(about | {key: list(map(str, each)) for key, each in days.items()})
    return found


def _name_browser() -> None:
    """Tell this browser apart from others, so that their Idempotency-Keys never meet."""
    session.setdefault("browser", secrets.token_urlsafe(9))


def _page(name: str, **about: Any) -> str:
    language = _language()
    return render_template(
        f"{name}.html",
        _=parts().words.in_language(language),
        language=language,
        office=parts().config.office,
        person=g.get("person"),
        **about,
    )


def _language() -> str:
    chosen = request.cookies.get("language", "vi")
    return chosen if chosen in LANGUAGES else "vi"


def _in_each(languages: Sequence[str], text: str) -> list[str]:
    """*text* in every language; in Vietnamese where there is no catalogue."""
    return [parts().words.in_language(each)(text) for each in languages]


def _both(languages: Sequence[str], text: str) -> Markup:
    """*text* in every language: for a screen that many people read at once."""
    spans = (
        Markup('<span lang="{}">{}</span>').format(each if each in LANGUAGES else "vi", said)
        for each, said in zip(languages, _in_each(languages, text), strict=True)
    )
    return Markup('<span class="turns">{}</span>').format(Markup().join(spans))


def _counters() -> list[shapes.HallCounter]:
    with parts().store.reading() as connection:
        return queries.hall_counters(connection, parts().office.plan(connection))


def _address() -> str:
    """Where a phone finds this server; a kiosk on this machine knows it as localhost."""
    if given := parts().config.office.address:
        return given.rstrip("/")
    host, _, port = request.host.rpartition(":") if ":" in request.host else (request.host, "", "")
    if host not in THIS_MACHINE:
        return f"{request.scheme}://{request.host}"
    return f"{request.scheme}://{own_address()}" + (f":{port}" if port else "")
