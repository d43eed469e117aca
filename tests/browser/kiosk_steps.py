"""What a citizen touches at the kiosk, step by step."""

from typing import Any

from playwright.sync_api import Page, Response, expect

GROUPS = {
    **{"A": "papers", "B": "land", "H": "land", "C": "social", "D": "business", "E": "business"},
    **{"F": "culture", "K": "culture", "G": "culture"},
}
"""The sample's groups."""
ALONE = ("A", "C")
"""Services that are alone in theirs: nothing is left to choose in it."""


def begin(kiosk: Page) -> None:
    """Wait until the kiosk knows what the office offers."""
    expect(kiosk.locator("[data-group]:visible, [data-service]:visible").first).to_be_visible()


def open_group(kiosk: Page, service: str) -> None:
    """Touch the group that *service* is in."""
    kiosk.click(f"[data-group={GROUPS[service]}]")


def choose(kiosk: Page, service: str) -> None:
    """Touch a service of the sample, as far as *confirm*."""
    open_group(kiosk, service)
    if service not in ALONE:
        kiosk.click(f"[data-service={service}]")
    expect(kiosk.locator("#confirm")).to_be_visible()


def take(kiosk: Page, service: str, *, priority: str | None = None) -> dict[str, Any]:
    """Take a number; the ticket as the server gave it."""
    choose(kiosk, service)
    if priority is not None:
        kiosk.click("#take-priority")
    with kiosk.expect_response(is_ticket) as issued:
        kiosk.click("#take" if priority is None else f"[data-priority={priority}]")
    assert issued.value.status == 201
    return dict(issued.value.json())


def is_ticket(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/tickets")
