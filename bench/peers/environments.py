"""Environments of the peers: each its own, with pinned packages, made once."""

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
WORK = HOME / "bench" / "target" / "peers"
PINS = {
    "duckdb": ["duckdb==2.0.0"],
    "dbt": ["dbt-core==1.10.23", "dbt-duckdb==1.10.1", "duckdb==2.0.0"],
    "sqlmesh": ["sqlmesh==0.236.4", "duckdb==1.5.6"],
}
"""SQLMesh does not take a newer DuckDB than 1.x."""


class Missing(Exception):
    """An environment cannot be had, with the reason."""


def environment(name):
    """The folder of programs of an environment, which is made where it is not there yet, or other versions are pinned now."""
    place = WORK / "environments" / name
    stamp = place / "pins.txt"
    pins = "\n".join(PINS[name])
    if not stamp.exists() or stamp.read_text() != pins:
        print(f"Installing {', '.join(PINS[name])}", flush=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        _call([sys.executable, "-m", "venv", "--clear", str(place)])
        _call([str(place / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", *PINS[name]])
        stamp.write_text(pins)
    return place / "bin"


def _call(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as failed:
        raise Missing(str(failed)) from failed
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Missing(said[-1] if said else f"{command[0]} ended with {done.returncode}")
