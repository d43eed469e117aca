"""Printers and slips, for those who set them up."""

from typing import Any

import msgspec
from flask import Blueprint, Response

from server import wire
from server.errors import Malformed
from server.plan import SlipLayout
from server.printer_desk import Sheet
from server.records import read
from server.routes.operation import Operation, operation
from server.routes.parts import parts
from server.routes.setup import READERS

blueprint = Blueprint("printers", __name__)


@blueprint.post("/slip-preview")
@operation(
    Operation(
        summary="How a slip of this layout would look, as PNG; nothing is printed or kept",
        body=wire.SlipPreview,
        answers={200: bytes},
        problems=frozenset({404}),
        roles=READERS,
        is_keyed=True,
    )
)
def preview(body: wire.SlipPreview) -> Any:
    try:
        layout = read("slip", {"name": body.slip, "part": msgspec.to_builtins(body.part)}, "slip")
    except ValueError as error:
        raise Malformed("bad_setup", detail=str(error)) from error
    assert isinstance(layout, SlipLayout)
    sheet = Sheet(printer=body.printer, dots=body.dots)
    data = parts().printers.preview(layout, body.language, sheet)
    return Response(data, content_type="image/png", headers={"Cache-Control": "no-store"})
