"""The voice: what was just said, for the screens that say it too."""

from typing import Any

from flask import Blueprint, Response, request

from server import wire
from server.problems import HttpRefusal
from server.routes.operation import Operation, Wav, keyed, operation
from server.routes.parts import parts
from server.routes.setup import WRITERS
from server.routes.tickets import MAX_ID

blueprint = Blueprint("voice", __name__)


@blueprint.get(f"/announcements/<int(max={MAX_ID}):announcement>.wav")
@operation(
    Operation(
        summary="One of the last sentences spoken, as the live event announce names it",
        answers={200: Wav},
        problems=frozenset({404}),
    )
)
def announcement(announcement: int) -> Any:
    data = parts().wav(announcement)
    if data is None:
        raise HttpRefusal(404, "no_such_announcement")
    # After a restart the same address is another sentence.
    return Response(data, content_type="audio/wav", headers={"Cache-Control": "no-store"})


@blueprint.get("/prompts/<prompt>.wav")
@operation(
    Operation(
        summary="What a rating page or a kiosk reads aloud: a sentence, a name or a number",
        answers={200: Wav},
        problems=frozenset({404}),
        query={"language": "vi or en; vi if left out"},
    )
)
def prompt(prompt: str) -> Any:
    data = parts().prompt(prompt, request.args.get("language", "vi"))
    if data is None:
        raise HttpRefusal(404, "no_such_prompt")
    return Response(data, content_type="audio/wav", headers={"Cache-Control": "max-age=3600"})


@blueprint.post("/zones/<zone>/try-out")
@operation(
    Operation(
        summary="Let the loudspeakers of a zone be heard",
        body=wire.Nothing,
        answers={204: None},
        problems=frozenset({404, 409}),
        roles=WRITERS,
        is_keyed=True,
    )
)
def try_out(zone: str, body: wire.Nothing) -> Any:
    parts().try_out(zone, keyed("try-out", zone))
    return 204, None
