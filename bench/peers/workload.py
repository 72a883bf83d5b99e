"""What workloads are made of, and the sequence of steps that tables by key have in common."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Callable

from peer import duck
from project import Setup


@dataclass(frozen=True)
class Sequence:
    """Steps over one project, from nothing; they are made one by one, as they are asked for."""

    setup: Setup
    steps: Callable
    """Gives an iterator."""
    variant: str = ""
    """What tells sequences of a workload apart in tables."""


class Data:
    """A folder of files, made by SQL."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def file(self, name, query):
        """A Parquet file of the rows of a query; made once for each query."""
        path = self.folder / f"{name}-{hashlib.sha256(query.encode()).hexdigest()[:8]}.parquet"
        if not path.exists():
            part = path.with_suffix(".part")
            self.run(f"COPY ({query}) TO '{part}' (FORMAT parquet)")
            part.rename(path)
        return path

    def run(self, *statements):
        """Runs statements, and gives the output of the last one."""
        return duck("sql", {"statements": statements}, self.folder)[1]


def in_days(start, steps):
    """Steps, each on the day after the one before; when nothing happens, it stays the same day."""
    day = start
    for number, step in enumerate(steps):
        if number > 0 and step.kind != "no-op":
            day += timedelta(days=1)
        yield step.on(day)
