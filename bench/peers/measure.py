"""Runs whole processes and says what they took."""

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What processes took: seconds by the clock and of processors, and the most megabytes that one held resident."""

    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0

    def __add__(self, other):
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.peak, other.peak))


class Failed(Exception):
    """A process ended otherwise than it should have."""


def run(command, folder, environment=None, keep=None):
    """Runs a command to its end and gives its cost and what it printed on standard output.

    The system counts children that the process has waited for, so a launcher counts with what it starts.
    """
    folder = Path(folder)
    errors = folder / "errors.txt"
    output = folder / "output.txt"
    with open(output, "wb") as out, open(errors, "wb") as err:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    text = output.read_text(errors="replace")
    if keep:
        keep.write(f"$ {' '.join(map(str, command))}\n{text}{errors.read_text(errors='replace')}\n")
    if process.returncode != 0:
        said = (text + errors.read_text(errors="replace")).strip()
        raise Failed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said[-2000:]}")
    kilobytes = usage.ru_maxrss if os.uname().sysname != "Darwin" else usage.ru_maxrss / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, kilobytes / 1024), text


def size(paths):
    """Bytes of files, and of all files below folders."""
    total = 0
    for path in map(Path, paths):
        files = [path] if path.is_file() else path.rglob("*")
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total


@dataclass(frozen=True)
class Spread:
    """Several runs of the same: the middle one, and the least and the most."""

    middle: float
    least: float
    most: float

    @staticmethod
    def of(values):
        return Spread(median(values), min(values), max(values))
