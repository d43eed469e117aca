"""The OpenAPI document is true: requests made from it meet no 500 and no undocumented answer."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance

from tests.acceptance.town import Town

EXAMPLES = 10
ENDLESS = "/api/v1/live"
MAY_BE_REFUSED = positive_data_acceptance
"""What a schema cannot say is answered by 422: a key used before for another request, a priority
this office does not know, 1.0 where a whole number is wanted."""
PLACES = {
    **{"ticket": 1, "counter": "1", "device": "printer-hall", "kind": "service", "key": "A"},
    **{"service": "A", "code": "12345678", "zone": "hall"},
}


@pytest.mark.parametrize("role", ["admin", "kiosk"])
@pytest.mark.parametrize("mode", GenerationMode)
def test_answers_are_those_of_the_document(town: Town, mode: GenerationMode, role: str) -> None:
    for _ in range(3):
        town.issue()
    schema = schemathesis.openapi.from_url(f"{town.server.url}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    as_it_was = town.get("/setup")
    for operation in operations:
        if operation.path != ENDLESS:
            _ask(town, role, operation, mode)
        if operation.method == "put" and role == "admin":  # an empty set-up is one, too
            assert town.put("/setup", as_it_was).status == 200
    assert len(operations) > 25
    assert "Traceback" not in town.server.log(), town.server.log()


def _ask(town: Town, role: str, operation: Any, mode: GenerationMode) -> None:
    """Some requests to places that are there, and some to anywhere."""
    headers = {"Authorization": f"Bearer {town.tokens[role]}"}

    def answered(case: Any) -> None:
        key = (case.headers or {}).get("Idempotency-Key", "")
        # Blanks around a header's value are not part of it (RFC 9110 5.5): that key arrives valid.
        assume(key == key.strip())
        response = case.call(headers=headers, timeout=20)
        case.validate_response(response, excluded_checks=[MAY_BE_REFUSED])

    named = {each.name for each in operation.path_parameters}
    here = {name: place for name, place in PLACES.items() if name in named}
    for known in [here, {}] if here else [{}]:
        cases = operation.as_strategy(generation_mode=mode, path_parameters=known or None)
        run = given(case=cases)(answered)
        try:
            settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))(run)()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, operation.label
