"""What rating pages show while nobody is asked."""

from typing import Any

from flask import Blueprint

from server.routes.operation import Operation, operation
from server.routes.parts import parts
from server.zones import Notice

blueprint = Blueprint("pictures", __name__)


@blueprint.get("/pictures")
@operation(
    Operation(
        summary="The pictures that a rating page shows while nobody is asked, by name",
        answers={200: list[Notice]},
    )
)
def pictures() -> Any:
    return 200, parts().pictures.all()
