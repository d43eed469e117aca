"""Devices made of software, as one would see them: for the demo and for trying a set-up."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, g

from server.devices import Face
from server.problems import HttpRefusal
from server.routes.operation import Operation, operation
from server.routes.parts import parts

blueprint = Blueprint("virtual", __name__, url_prefix="/virtual")


@dataclass(frozen=True, kw_only=True)
class VirtualDevice:
    """One device: *text* is what a board shows, *has_picture* whether its face can be
    looked at now."""

    id: str
    kind: str
    counter: str | None
    text: str | None
    has_picture: bool


@blueprint.get("")
@operation(
    Operation(
        summary="Devices made of software, and what they show",
        answers={200: list[VirtualDevice]},
    )
)
def devices() -> Any:
    texts = parts().board_texts()
    counters = {each.id: each.counter for each in parts().devices.roll()}
    boards = [
        VirtualDevice(
            id=name, kind="board", counter=counters.get(name), text=text, has_picture=False
        )
        for name, text in texts.items()
    ]
    faces = [
        VirtualDevice(
            id=name,
            kind=face.kind,
            counter=face.counter,
            text=None,
            has_picture=_may_look(face) and face.draw() is not None,
        )
        for name, face in parts().faces.items()
    ]
    return 200, boards + faces


@blueprint.get("/<device>/picture")
@operation(
    Operation(
        summary="What a device made of software shows, as PNG",
        answers={200: bytes},
        problems=frozenset({404}),
    )
)
def picture(device: str) -> Any:
    face = parts().faces.get(device)
    data = face.draw() if face is not None and _may_look(face) else None
    if data is None:
        raise HttpRefusal(404, "no_such_device")
    return Response(data, content_type="image/png", headers={"Cache-Control": "no-store"})


def _may_look(face: Face) -> bool:
    """A slip carries the secret of somebody's ticket: only a rehearsal shows it to everybody."""
    is_ours = g.asker is not None and (g.asker.is_person or not g.is_session)
    return face.kind != "printer" or parts().is_rehearsal or is_ours
