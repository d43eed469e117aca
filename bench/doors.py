"""The servers that ``bench/front_door.py`` compares: ``python -m bench.doors NAME PORT FILE``."""

import sys
from pathlib import Path

from flask import Flask, Response

from server.front import Front, Server
from server.journal import Journal
from server.live import Live
from server.store import Store

THREADS = 64


def app(store: Store) -> Flask:
    """One handler, one durable row, where the office's own server takes tickets."""
    flask = Flask(__name__)
    store.change(lambda tx: tx.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, x TEXT)"))

    @flask.post("/api/v1/tickets")
    def row() -> Response:
        made = store.change(lambda tx: tx.execute("INSERT INTO row (x) VALUES ('x')").lastrowid)
        return Response(f'{{"id":{made}}}', content_type="application/json")

    @flask.get("/readyz")
    def ready() -> str:
        return "ready"

    return flask


def main(door: str, port: int, path: Path) -> None:
    """Serve until killed."""
    store = Store(path)
    flask = app(store)
    match door:
        case "bridge":
            live = Live(Journal(store))
            Server(Front(flask.wsgi_app, live), live, "127.0.0.1", port).run()
            store.close()
        case "a2wsgi":
            import uvicorn
            from a2wsgi import WSGIMiddleware

            uvicorn.run(WSGIMiddleware(flask, workers=THREADS), port=port, log_config=None)
        case "waitress":
            import waitress

            waitress.serve(flask, host="127.0.0.1", port=port, threads=THREADS)
        case "cheroot":
            from cheroot.wsgi import Server as Cheroot

            Cheroot(("127.0.0.1", port), flask, numthreads=THREADS).start()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
