"""What is compared with what. The first line of a set, or of an input within it, is what the others are held against."""
from dataclasses import dataclass

from clients import Client, backfill, csv_loop, jq_curl, node_sdk, pipelines_client, python


@dataclass(frozen=True)
class Set:
    """A table: its title, its lines, and what of them it shows."""

    title: str
    clients: list
    columns: str


@dataclass(frozen=True)
class Given:
    """What the person who compares chose, and how inputs are made."""

    tools: list
    megabytes: int
    small: int
    make: callable

    def events(self, ending="ndjson", megabytes=None):
        return self.make(megabytes or self.megabytes, ending)


def backfill_set(given):
    large, small = given.events(), given.events(megabytes=min(given.small, given.megabytes))
    of_small = "" if small == large else f", {small.megabytes} MB"
    return Set(
        "A backfill of NDJSON",
        [backfill(tool, large) for tool in given.tools]
        + [pipelines_client(large), python(large), jq_curl(large)]
        + ([backfill(given.tools[0], small, what=of_small)] if of_small else [])
        + [node_sdk(small, tuned=True), node_sdk(small)],
        "throughput",
    )


def tls_set(given):
    events = given.events()
    return Set(
        "A backfill of NDJSON over TLS",
        [backfill(tool, events, what=", TLS", url="tls") for tool in given.tools]
        + [backfill(tool, events, what=", plain") for tool in given.tools]
        + [pipelines_client(events, "tls"), python(events, "tls")],
        "throughput",
    )


def csv_set(given):
    table = given.events("csv")
    options = "--type track --types total=number,quantity=number,price=number"
    return Set(
        "A backfill of CSV",
        [backfill(tool, table, options, exact=False) for tool in given.tools] + [csv_loop(table)],
        "throughput",
    )


def check_set(given):
    events = given.events()
    return Set(
        "Reading and checking alone",
        [
            client
            for tool in given.tools
            for client in (
                backfill(tool, events, what=" --check", sends=False),
                backfill(tool, events, what=", sending"),
            )
        ],
        "throughput",
    )


def packed_set(given):
    plain, gz, zst = (given.events(ending) for ending in ("ndjson", "ndjson.gz", "ndjson.zst"))
    clients = []
    for tool in given.tools:
        for events, what in ((plain, ""), (gz, ", gzip"), (zst, ", zstd")):
            clients.append(backfill(tool, events, what=what))
            clients.append(backfill(tool, events, what=what + " --check", sends=False))
    for words, events in (("gzip -dc", gz), ("zstd -dc", zst)):
        clients.append(Client(f"{words} > /dev/null", f"{words} {events.path}", events, sends=False))
    return Set("Packed input", clients, "throughput")


def latency50_set(given):
    events = given.events()
    return Set(
        "A backfill where each answer takes its time",
        [backfill(tool, events, "--concurrency 16", ", 16 lanes", "slow", lanes=16) for tool in given.tools]
        + [backfill(tool, events, "--concurrency 4", ", 4 lanes", "slow", lanes=4) for tool in given.tools]
        + [pipelines_client(events, "slow"), python(events, "slow")],
        "latency",
    )


def startup_set(given):
    post = 'curl -s -o /dev/null -u key: -H "Content-Type: application/json" -H "X-Strict-Mode: 1" -d @{one}'
    key = {"CDP_API_KEY": "key"}
    track = '{cdp} track "Order Completed" --user-id 42 -p row:=1 --timestamp 2024-03-01T10:00:00Z --api-url'
    clients = [
        Client("curl, POST", post + " {plain}/v1/track", calls=1),
        Client("curl, POST over TLS", post + " --cacert {authority} {tls}/v1/track", calls=1),
        Client("cdp-analytics-node, one track", "node {peers}/one-track.mjs {plain}", calls=1),
        Client(
            "cdp-analytics-node, one track over TLS",
            "node {peers}/one-track.mjs {tls}",
            variables={"NODE_EXTRA_CA_CERTS": "{authority}"},
            calls=1,
        ),
        Client("node --version", "node --version"),
    ]
    for tool in given.tools:
        clients += [
            Client(f"{tool} --version", "{cdp} --version", tool=tool),
            Client(f"{tool} --help", "{cdp} --help", tool=tool),
            Client(f"{tool} track", f"{track} {{plain}}", variables=key, tool=tool, calls=1),
            Client(
                f"{tool} track over TLS", f"{track} {{tls}} --cacert {{authority}}", variables=key, tool=tool, calls=1
            ),
        ]
    return Set("One call", clients, "startup")


SETS = {
    "backfill": backfill_set,
    "tls": tls_set,
    "csv": csv_set,
    "check": check_set,
    "packed": packed_set,
    "startup": startup_set,
    "latency50": latency50_set,
}
