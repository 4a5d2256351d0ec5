#!/usr/bin/env python3
"""The script one writes in Python, and an honest one: http-client.py FILE URL

json and http.client, nothing else: each line is read as JSON, looked at, given a messageId where it has none and written
again; batches of the size the API takes go to four threads, each with a connection of its own. Any answer but a 200 ends it.
"""
import base64
import http.client
import json
import os
import queue
import ssl
import sys
import threading
import urllib.parse
import uuid

MOST = 475_000
THREADS = 4
HEADERS = {
    "Authorization": "Basic " + base64.b64encode(b"key:").decode(),
    "Content-Type": "application/json",
    "X-Strict-Mode": "1",
}


def connect(url):
    if url.scheme == "https":
        trust = ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE"))
        return http.client.HTTPSConnection(url.hostname, url.port, timeout=30, context=trust)
    return http.client.HTTPConnection(url.hostname, url.port, timeout=30)


def work(url, bodies):
    connection = connect(url)
    while (body := bodies.get()) is not None:
        connection.request("POST", "/v1/batch", body, HEADERS)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            os.write(2, f"answered {answer.status}\n".encode())
            os._exit(1)


def batches(file):
    batch, size = [], 0
    for line in file:
        event = json.loads(line)
        if not event.get("userId") or not event.get("event") or not event.get("timestamp"):
            sys.exit(f"not a track call: {line!r}")
        if "messageId" not in event:
            event["messageId"] = str(uuid.uuid4())
        text = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        if size + len(text) + 1 > MOST:
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text) + 1
    if batch:
        yield batch


def main(name, address):
    url = urllib.parse.urlsplit(address)
    bodies = queue.Queue(THREADS)
    threads = [threading.Thread(target=work, args=(url, bodies)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    with open(name, "rb") as file:
        for batch in batches(file):
            bodies.put(b'{"batch":[' + b",".join(batch) + b"]}")
    for _ in threads:
        bodies.put(None)
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
