"""Connections between requests: a paired tablet's stays open from one heartbeat to the next."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

IS_PAIRED = "motcua.is_paired"
"""In the environment of a request, and in the state of its scope: true where a paired tablet has
proven itself by it."""
PAIRED_S = 30
"""A tablet reports every 10 s, and leaves a connection alone that was silent for 25."""


class Connection(HttpToolsProtocol):
    """One connection.  How long it may be silent is decided anew with each answer, so that nobody
    keeps one longer than others do but by a seal that is right."""

    def on_response_complete(self) -> None:
        """An answer is out: the next request may take so long."""
        is_paired = self.cycle.scope["state"].get(IS_PAIRED, False)
        self.timeout_keep_alive = PAIRED_S if is_paired else self.config.timeout_keep_alive
        super().on_response_complete()
