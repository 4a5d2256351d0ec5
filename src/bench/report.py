"""Tables in Markdown: medians of the rounds, and how they compare with the line they are held against."""
import math
import os
import platform
import statistics
import subprocess
from datetime import datetime, timezone


def median(results, name):
    return statistics.median(getattr(result.run, name) for result in results)


def times(value):
    return f"{value:.3g}×" if value < 100 else f"{value:.0f}×"


def table(chosen, results, sink):
    """A set as a table. A client that failed in any round has its fault there, and no time."""
    make = {"throughput": throughput, "latency": latency, "startup": startup}[chosen.columns]
    lines = make(chosen.clients, results, sink)
    rounds = max(len(some) for some in results)
    told = "One round." if rounds == 1 else f"Medians of {rounds} rounds."
    return "\n".join([f"### {chosen.title}", "", told, "", *lines, "", *commands(chosen, sink)])


def commands(chosen, sink):
    """The commands as they can be typed, without the folders of this machine."""
    shown = {
        "plain": sink.plain,
        "tls": sink.tls,
        "slow": sink.slow,
        "authority": "ca.pem",
        "home": "/tmp/run",
        "one": "call.json",
        "peers": "peers",
    }
    lines = ["```"]
    for client in chosen.clients:
        variables = "".join(f"{name}={value} " for name, value in client.variables.items())
        line = (variables + client.command).format(cdp=client.tool, **shown)
        lines.append(line.replace(os.path.dirname(client.input.path) + "/", "") if client.input else line)
    return [*lines, "```"]


def rows(clients, results, header, cells):
    lines = ["| " + " | ".join(header) + " |", "|---" * len(header) + "|"]
    for client, some in zip(clients, results):
        fault = next((result.fault for result in some if result.fault), None)
        row = [client.name, fault] + [""] * (len(header) - 2) if fault else [client.name, *cells(client, some)]
        lines.append("| " + " | ".join(row) + " |")
    return lines


def base_of(clients, results):
    """For each client the results of the first one that was given as many events, unless that one failed."""
    first = {}
    for client, some in zip(clients, results):
        first.setdefault(client.input.events, some)
    sound = {events: None if any(result.fault for result in some) else some for events, some in first.items()}
    return lambda client: sound[client.input.events]


def throughput(clients, results, _):
    base = base_of(clients, results)

    def cells(client, some):
        wall, cpu, events = median(some, "wall"), median(some, "cpu"), client.input.events
        against = base(client)
        return [
            f"{events / 1000:,.0f}",
            f"{wall:.2f}",
            f"{events / wall / 1000:,.3g}" if events / wall < 100_000 else f"{events / wall / 1000:,.0f}",
            f"{cpu / events * 1e6:.2f}",
            f"{median(some, 'rss'):.0f}",
            f"{statistics.median(result.sink_cpu for result in some) / events * 1e6:.2f}",
            times(wall / median(against, "wall")) if against else "",
            times(cpu / median(against, "cpu")) if against else "",
        ]

    header = ["", "k events", "wall s", "k events/s", "CPU s/Mev", "RSS MB", "sink's CPU s/Mev", "× wall", "× CPU"]
    return rows(clients, results, header, cells)


def latency(clients, results, sink):
    def cells(client, some):
        wall, events = median(some, "wall"), client.input.events
        requests = statistics.median(result.requests for result in some)
        ideal = math.ceil(requests / client.lanes) * sink.delay / 1000
        return [
            f"{wall:.2f}",
            f"{events / wall / 1000:,.3g}" if events / wall < 100_000 else f"{events / wall / 1000:,.0f}",
            f"{requests:,.0f}",
            f"{ideal:.2f}",
            f"{ideal / wall:.0%}",
            f"{median(some, 'rss'):.0f}",
        ]

    header = ["", "wall s", "k events/s", "requests", "waiting alone s", "share of the ideal", "RSS MB"]
    return [
        f"Answers come after {sink.delay} ms: so many requests, so many at a time, cannot take less than the waiting alone.",
        "",
        *rows(clients, results, header, cells),
    ]


def startup(clients, results, _):
    by_name = {client.name: some for client, some in zip(clients, results)}

    def ratio(some, name, what="wall"):
        against = by_name.get(name, [])
        sound = against and not any(result.fault for result in against)
        return times(median(some, what) / median(against, what)) if sound else ""

    def cells(client, some):
        over = " over TLS" if client.name.endswith("over TLS") else ""
        return [
            f"{median(some, 'wall') * 1000:.0f}",
            f"{median(some, 'cpu') * 1000:.0f}",
            f"{median(some, 'rss'):.0f}",
            ratio(some, "curl, POST" + over),
            ratio(some, "cdp-analytics-node, one track" + over),
            ratio(some, "node --version"),
        ]

    header = ["", "wall ms", "CPU ms", "RSS MB", "to curl's POST", "to the Node SDK", "to node --version"]
    return rows(clients, results, header, cells)


def first_line(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    except FileNotFoundError:
        return ""
    return (done.stdout.splitlines() or [""])[0].strip()


def field(file, name):
    with open(file, encoding="utf-8") as lines:
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "unknown")


def machine(sink, tools):
    """What it was measured on, and when; nothing that tells whose machine it is."""
    memory = int(field("/proc/meminfo", "MemTotal").split()[0]) / 1024 / 1024
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    facts = {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores, {memory:.0f} GB",
        "kernel": platform.release(),
        "Java": first_line(java, "-version"),
        **{name: first_line(path, "--version") for name, path in tools.items()},
        "Node": first_line("node", "--version"),
        "Python": platform.python_version(),
        "curl": " ".join(first_line("curl", "--version").split()[:2]),
        "jq": first_line("jq", "--version"),
        "sink": f"{sink.name}, on the same cores",
    }
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items())
