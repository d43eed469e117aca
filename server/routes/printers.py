"""Printers and slips, for those who set them up."""

from dataclasses import asdict
from typing import Any

import msgspec
from flask import Blueprint, Response

from server import wire
from server.errors import Malformed
from server.plan import SlipLayout
from server.printer_desk import Sheet
from server.records import read, write
from server.routes.operation import Operation, keyed, operation
from server.routes.parts import parts
from server.routes.setup import READERS, WRITERS

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


@blueprint.post("/printers/<printer>/strip")
@operation(
    Operation(
        summary="Print the test strip, whose lines show Vietnamese each in another way",
        body=wire.Nothing,
        answers={200: list[wire.StripLine]},
        problems=frozenset({404}),
        roles=WRITERS,
        is_keyed=True,
    )
)
def strip(printer: str, body: wire.Nothing) -> Any:
    found = parts().printers.strip(printer, keyed("strip", printer))
    return 200, [wire.StripLine(line=each.number, **asdict(each.choice)) for each in found]


@blueprint.put("/printers/<printer>/choice")
@operation(
    Operation(
        summary="This line of the test strip reads right: print so from the next slip on",
        body=wire.StripChoice,
        answers={200: dict[str, Any]},
        problems=frozenset({404}),
        roles=WRITERS,
        is_keyed=True,
    )
)
def choose(printer: str, body: wire.StripChoice) -> Any:
    return 200, write(
        parts().printers.choose(printer, body.line, keyed("choose", printer, body.line))
    )
