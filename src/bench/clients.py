"""Who sends, by which command, and what must have come when it is done."""
import os
import shlex
from dataclasses import dataclass, field
from typing import Callable, Optional

MESSAGE_ID = len(',"messageId":""')


@dataclass(frozen=True)
class Input:
    """A file to be sent, and what ./generate says is in it."""

    path: str
    megabytes: int
    events: int
    bytes: int
    without_message_id: int


@dataclass(frozen=True)
class Client:
    """One line of a table.

    command: how it is called, where {words} stand for what changes from run to run
    variables: its environment, likewise
    tool: the name of the cdp that {cdp} is
    bytes: how many bytes of bodies must have come, of the input and the number of requests; None where the client adds
        what is its own to each event
    calls: how many events must have come where there is no input; 0 for one that sends nothing
    lanes: how many requests it has in flight, where the time of the answers decides
    """

    name: str
    command: str
    input: Optional[Input] = None
    variables: dict = field(default_factory=dict)
    tool: str = "cdp"
    bytes: Optional[Callable[[Input, int], int]] = None
    calls: int = 0
    lanes: int = 0
    sends: bool = True

    def words(self, values):
        return [word.format(**values) for word in shlex.split(self.command)]

    def environment(self, values):
        kept = {name: os.environ[name] for name in ("PATH", "JAVA_HOME") if name in os.environ}
        own = {name: value.format(**values) for name, value in self.variables.items()}
        return {**kept, "HOME": values["home"], "LC_ALL": "C.UTF-8", **own}

    def fault(self, stats):
        """What is wrong with what came; None when all did, once."""
        expected = self.calls if self.input is None else self.input.events if self.sends else 0
        if stats["events"] != expected:
            return f"LOST OR REPEATED: {stats['events']:,} of {expected:,} events came"
        if stats["sum"] != expected * (expected + 1) // 2:
            return "LOST AND REPEATED: as many events came as there are, but not each once"
        if self.input is None or not self.sends:
            return None
        if self.bytes is not None and stats["bytes"] != self.bytes(self.input, stats["requests"]):
            return f"CHANGED: {stats['bytes']:,} bytes came, not {self.bytes(self.input, stats['requests']):,}"
        return None


def spliced(id_length, newlines=0):
    """Each event as it stands in the file, but for message ids where there were none.

    {"batch":[]} is 12 bytes a request, and between events a comma stands for the line end.
    """
    added = MESSAGE_ID + id_length if id_length else 0
    return lambda given, requests: given.bytes + requests * (11 + newlines) + given.without_message_id * added


def backfill(tool, given, options="", what="", url="plain", sends=True, exact=True, lanes=0):
    """cdp with all that it does: checks, message ids, order of each user, journal, accounting.

    --max-rps is what the API takes; by itself cdp takes half of that, for the account's live traffic.
    """
    words = ["{cdp} backfill", given.path]
    words.append("--api-url {%s} --max-rps 1000 --journal {home}/journal" % url if sends else "--check")
    words.append("--cacert {authority}" if url == "tls" else "")
    words.append("--rejects {home}/rejects" if sends else "")
    words.append(options)
    return Client(
        tool + what,
        " ".join(word for word in words if word),
        given,
        {"CDP_API_KEY": "key"},
        tool,
        spliced(26) if exact else None,
        sends=sends,
        lanes=lanes,
    )


def pipelines_client(given, url="plain"):
    return Client(
        "customerio-node PipelinesClient, 4 in flight",
        f"node {{peers}}/pipelines-client.mjs {given.path} {{{url}}}",
        given,
        {"NODE_EXTRA_CA_CERTS": "{authority}"} if url == "tls" else {},
        lanes=4,
    )


def python(given, url="plain"):
    return Client(
        "python json + http.client, 4 threads",
        f"python3 {{peers}}/http-client.py {given.path} {{{url}}}",
        given,
        {"SSL_CERT_FILE": "{authority}"} if url == "tls" else {},
        bytes=spliced(36),
        lanes=4,
    )


def jq_curl(given, url="plain"):
    return Client(
        "jq \\| split \\| curl",
        f"{{peers}}/jq-curl {given.path} {{{url}}}",
        given,
        {"CURL_CA_BUNDLE": "{authority}"} if url == "tls" else {},
        bytes=spliced(0, newlines=1),
        lanes=1,
    )


def node_sdk(given, tuned=False):
    return Client(
        "cdp-analytics-node, " + ("tuned" if tuned else "as it is set"),
        f"node {{peers}}/node-sdk.mjs {given.path} {{plain}}" + (" tuned" if tuned else ""),
        given,
    )


def csv_loop(given):
    return Client(
        "Node: csv-parse, JSON, undici, 4 in flight", f"node {{peers}}/csv-loop.mjs {given.path} {{plain}}", given
    )
