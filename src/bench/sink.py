"""The sink, as the comparison uses it: started for it, reset before each run, asked after it."""
import json
import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


class Sink:
    """Use as a context: it runs as long as that."""

    def __init__(self, folder):
        self.port = int(os.environ.get("SINK_PORT", "18480"))
        self.delay = int(os.environ.get("SINK_DELAY", "50"))
        self.plain = f"http://127.0.0.1:{self.port}"
        self.tls = f"https://127.0.0.1:{self.port + 1}"
        self.slow = f"http://127.0.0.1:{self.port + 2}"
        self.authority = os.path.join(folder, "sink", "ca.pem")
        self._folder = folder

    def __enter__(self):
        self._call("start")
        with open(os.path.join(self._folder, "sink", "name"), encoding="utf-8") as file:
            self.name = file.read().strip().replace("nginx version: ", "")
        return self

    def __exit__(self, *_):
        self._call("stop")

    def reset(self):
        self._call("reset")

    def stats(self):
        """What has come: requests, bytes of their bodies, events, and the sum of the events' numbers."""
        return json.loads(self._call("stats"))

    def cpu(self):
        return float(self._call("cpu"))

    def _call(self, verb):
        environment = {**os.environ, "BENCH_DIR": self._folder}
        done = subprocess.run(
            [os.path.join(HERE, "sink"), verb], env=environment, stdout=subprocess.PIPE, check=True, text=True
        )
        return done.stdout
