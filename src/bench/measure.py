"""One whole process, from its start to its end: wall time, processor time of it and all that it started, memory."""
import os
import subprocess
import sys
from dataclasses import dataclass

METER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "meter")
MOST_SECONDS = 900


@dataclass(frozen=True)
class Run:
    """What a run took.

    wall, cpu: seconds; cpu is user and system time of the process and of those it waited for
    rss: the most memory that any one process of them held, in MB
    """

    wall: float
    cpu: float
    rss: float
    exit_code: int


def run(command, environment, output):
    """Runs a command with what it prints in a file. A run that takes too long is ended, all of it, and has failed."""
    meter = [sys.executable, "-I", "-S", METER, str(MOST_SECONDS), output, *command]
    done = subprocess.run(meter, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    wall, cpu, kilobytes, exit_code = done.stdout.split()
    return Run(float(wall), float(cpu), int(kilobytes) * 1.024 / 1000, int(exit_code))
