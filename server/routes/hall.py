"""The hall: what every screen needs, whole, and whether it has changed."""

import hashlib
from typing import Any

from flask import Blueprint, Response, request

from server import queries, shapes, wire, zones
from server.hours import stamp
from server.journal import newest_seq
from server.routes.operation import Operation, operation
from server.routes.parts import parts

blueprint = Blueprint("hall", __name__)


@blueprint.get("/hall")
@operation(
    Operation(
        summary="The whole hall; strong ETag, 304 when it is as it was",
        answers={200: shapes.Hall, 304: None},
    )
)
def hall() -> Any:
    office = parts().office
    with parts().store.reading() as connection:
        seq = newest_seq(connection)
        plan = office.plan(connection)
        tag = f"{seq}-{plan.day}"
        if request.if_none_match.contains(tag):
            response = Response(status=304)
        else:
            found = queries.hall(connection, seq, plan)
            response = Response(wire.encode(found), content_type="application/json")
    response.set_etag(tag)
    response.cache_control.no_cache = True
    # Not in the body, which the strong ETag promises to be the same byte for byte.
    response.headers["Office-Time"] = stamp(office.now())
    return response


@blueprint.get("/zones/<zone>")
@operation(
    Operation(
        summary="What a screen of a zone shows besides; strong ETag, 304 when it is as it was",
        answers={200: zones.HallZone, 304: None},
    )
)
def hall_zone(zone: str) -> Any:
    with parts().store.reading() as connection:
        plan = parts().office.plan(connection)
    record, office = plan.zone(zone), parts().config.office
    notices = parts().notices.of(record)
    found = zones.hall_zone(record, plan, notices, parts().words, (office.name, office.hotline))
    body = wire.encode(found)
    tag = hashlib.sha256(body).hexdigest()[:32]
    is_same = request.if_none_match.contains(tag)
    response = Response(status=304) if is_same else Response(body, content_type="application/json")
    response.set_etag(tag)
    response.cache_control.no_cache = True
    return response
