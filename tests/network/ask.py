"""`python -m tests.network.ask METHOD URL TOKEN BODY`: one request from inside a network."""

import json
import sys
import urllib.error
import urllib.request
import uuid


def main(method: str, url: str, token: str, body: str) -> None:
    headers = {"Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    data = None if body == "null" else body.encode()
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=15) as answer:
            status, said = answer.status, answer.read()
    except urllib.error.HTTPError as error:
        status, said = error.code, error.read()
    except OSError as error:
        status, said = 0, json.dumps(str(error)).encode()
    print(json.dumps([status, json.loads(said or b"null")]))


if __name__ == "__main__":
    main(*sys.argv[1:])
