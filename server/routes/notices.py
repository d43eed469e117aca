"""Pictures and videos of the office for the screens of its hall."""

from flask import Blueprint, Response, send_file

from server.notices import content_type
from server.routes.parts import parts

blueprint = Blueprint("notices", __name__)

KEPT_S = 3600
"""How long a screen keeps one without asking; a file that was changed has another address."""


@blueprint.get("/notices/<file>")
def notice(file: str) -> Response:
    """The whole file, or the part that a player asks for (RFC 9110 14.2)."""
    path = parts().notices.path(file)
    response = send_file(path.absolute(), content_type(path), conditional=True, max_age=KEPT_S)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
