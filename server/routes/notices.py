"""Pictures and videos of the office: for the screens of its hall, and for its rating pages."""

from pathlib import Path

from flask import Blueprint, Response, send_file

from server.routes.parts import parts
from server.shown_files import content_type

blueprint = Blueprint("notices", __name__)

KEPT_S = 3600
"""How long a screen keeps one without asking; a file that was changed has another address."""
PICTURES_KEPT_S = 30 * 86400
"""A rating page shows its pictures while the server is away, too."""


@blueprint.get("/notices/<file>")
def notice(file: str) -> Response:
    """The whole file, or the part that a player asks for (RFC 9110 14.2)."""
    return _given(parts().notices.path(file), KEPT_S)


@blueprint.get("/pictures/<file>")
def picture(file: str) -> Response:
    """The whole file, in the same way."""
    return _given(parts().pictures.path(file), PICTURES_KEPT_S)


def _given(path: Path, kept_s: int) -> Response:
    response = send_file(path.absolute(), content_type(path), conditional=True, max_age=kept_s)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
