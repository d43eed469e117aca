"""For those who watch over the server: alive, able to serve, measured, described."""

from typing import Any

from flask import Blueprint, Response, current_app

from server import wire
from server.openapi import document
from server.routes.operation import Operation, operation
from server.routes.parts import parts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@operation(Operation(summary="Alive", answers={200: wire.Health}))
def healthz() -> Any:
    return 200, wire.Health(status="alive")


@blueprint.get("/readyz")
@operation(
    Operation(
        summary="Able to serve: the office's file takes a change",
        answers={200: wire.Health},
        problems=frozenset({503}),
    )
)
def readyz() -> Any:
    parts().store.try_out()
    return 200, wire.Health(status="ready")


@blueprint.get("/metrics")
@operation(Operation(summary="Prometheus text", answers={200: str}))
def metrics() -> Any:
    return Response(parts().metrics(), content_type="text/plain; version=0.0.4; charset=utf-8")


@blueprint.get("/openapi.json")
def openapi() -> Any:
    return Response(
        wire.encode(document(current_app)), content_type="application/json; charset=utf-8"
    )
