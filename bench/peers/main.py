"""Runs workloads against peers, step by step in turn, and writes what they took."""

import json
import sys
import time
import traceback
from dataclasses import asdict

import report
import workload_flights
import workload_history
import workload_retail
import workload_small
from environments import WORK, Missing, environment
from measure import Cost, Failed
from peer import duck
from peer_dbt import DbtFull, DbtIncremental
from peer_hindsight import Hindsight
from peer_plain import Plain
from peer_sqlmesh import SqlMesh

PEERS = {peer.name: peer for peer in (Hindsight, Plain, DbtFull, DbtIncremental, SqlMesh)}
WORKLOADS = {"small": workload_small, "retail": workload_retail, "flights": workload_flights, "history": workload_history}
USAGE = f"""bench/peers/run [peer…] [workload…] [option…]

Peers:     {" ".join(PEERS)}  (plain always runs: the rows of all others are held against its)
Workloads: {" ".join(WORKLOADS)}
Options:   scale=tiny|0.1|1|10  how much data; default 0.1
           rounds=N             how often each change is measured; default 1
           rows=1000,10000      sizes of the workload small
           document=FILE        which page gets tables and pictures; default bench/target/peers/benchmarks.md
           report               write the page from what was measured before, and measure nothing
"""


class Options(dict):
    """What was said as name=value."""

    @property
    def tiny(self):
        return self.get("scale") == "tiny"

    @property
    def scale(self):
        """1 is the size that workloads speak of."""
        return 0.01 if self.tiny else float(self.get("scale", "0.1"))


def main(words):
    """Takes words of the command line; gives the exit code."""
    if words and words[0] in ("help", "--help", "-h"):
        print(USAGE)
        return 0
    options = Options(word.split("=", 1) for word in words if "=" in word)
    names = [word for word in words if "=" not in word]
    unknown = [name for name in names if name not in PEERS and name not in WORKLOADS and name != "report"]
    wrong = set(options) - {"scale", "rounds", "rows", "document"}
    if unknown or wrong:
        print(f"Cannot run {', '.join([*unknown, *sorted(wrong)])}: there is no such thing\n\n{USAGE}", file=sys.stderr)
        return 2
    WORK.mkdir(parents=True, exist_ok=True)
    peers = _available([name for name in PEERS if name in names] or list(PEERS))
    right = True
    if "report" not in names:
        for name in [name for name in WORKLOADS if name in names] or WORKLOADS:
            right &= _measured(name, peers, options)
    report.write(options.get("document"))
    return 0 if right else 1


def _measured(name, peers, options):
    """Runs a workload; whatever goes wrong with it, the others come next and what was measured is written."""
    try:
        return Measured(name, peers, options).run()
    except Exception:
        traceback.print_exc()
        return False


def _available(names):
    """Peers that can be had here, with a line for each."""
    found = {}
    Hindsight.scratch = WORK
    for name in dict.fromkeys([*names, "plain"]):
        try:
            for need in PEERS[name].needs:
                environment(need)
            found[name] = PEERS[name].versions()
            print(f"{name:16} {found[name]}", flush=True)
        except (Missing, Failed) as failed:
            print(f"{name:16} skipped: {failed}", flush=True)
    return found


class Measured:
    """What one workload gives; kept in a file after each step, so that an end in the middle loses little."""

    def __init__(self, name, peers, options):
        self.name = name
        self.versions = peers
        self.options = options
        self.records = []
        self.right = True
        self.dropped = {}
        self.unchecked = []
        scale = options.get("scale", "0.1")
        self.file = WORK / "results" / f"{name}-{scale}.json"

    def run(self):
        """Whether Hindsight was right throughout and no peer failed."""
        rounds = int(self.options.get("rounds", "1"))
        place = WORK / "data" / self.name
        for sequence in WORKLOADS[self.name].sequences(place, self.options, rounds):
            print(f"\n{self.name}, {sequence.setup.title}", flush=True)
            self.sequence(sequence)
        return self.right

    def sequence(self, sequence):
        """Runs all steps, each on every peer before the next one."""
        names = [name for name in self.versions if PEERS[name].remembers or not sequence.setup.remembered]
        peers = [PEERS[name](sequence.setup, WORK / "work" / self.name / name) for name in names]
        for number, step in enumerate(sequence.steps()):
            turn = number % len(peers)
            done = {}
            for peer in [*peers[turn:], *peers[:turn]]:
                try:
                    done[peer.name] = self.measure(sequence, step, peer)
                except Failed as failed:
                    self.fail(peer, step, failed)
                    peers.remove(peer)
            if not any(peer.name == "plain" for peer in peers):
                print("  nothing to hold others against any more: this sequence ends")
                break
            self.compare(sequence, step, peers, done)
            self.conclude(step, peers, done)
            self.keep()

    def measure(self, sequence, step, peer):
        """One peer takes one step in."""
        answer = None
        if step.asked:
            load = Cost()
            transform, answer = peer.answer(step)
        else:
            peer.prepare(step)
            load = peer.load(step)
            transform = peer.transform(step)
        record = {
            "variant": sequence.variant,
            "step": step.named,
            "kind": step.kind,
            "label": step.label,
            "peer": peer.name,
            "load": asdict(load),
            "transform": asdict(transform),
            "bytes": peer.bytes(),
            "answer": answer,
            "wrong": {},
        }
        self.records.append(record)
        return record

    def fail(self, peer, step, failed):
        """A peer that fails is left out of the sequence from then on."""
        self.right = False
        self.dropped[peer.name] = f"{step.label}: {failed}"[:300]
        print(f"  {step.label:44} {peer.name:16} FAILED, left out from here on: {failed}", flush=True)

    def compare(self, sequence, step, peers, done):
        """Holds answers, or all rows, against those of the plain script."""
        if step.asked:
            right = done["plain"]["answer"]
            for peer in peers:
                if done[peer.name]["answer"] != right:
                    done[peer.name]["wrong"] = {f"{step.asked} ({done[peer.name]['answer']}, not {right})": 1}
        elif step.checked:
            try:
                for name, wrong in self.rows(sequence, peers).items():
                    done[name]["wrong"] = wrong
            except Failed as failed:
                self.right = False
                self.unchecked.append(step.label)
                print(f"  {step.label}: rows could not be compared: {failed}", flush=True)

    def rows(self, sequence, peers):
        """By peer, how many rows of models are wrong."""
        places = {peer.name: {"database": peer.database(), "catalog": peer.catalog, "schema": peer.schema} for peer in peers}
        expected = places.pop("plain")
        models = [model.name for model in peers[0].models if not model.view]
        spec = {"expected": expected, "found": places, "models": models, "ignored": sequence.setup.ignored}
        return json.loads(duck("compare", spec, WORK / "work" / self.name)[1])

    def conclude(self, step, peers, done):
        """Prints a step, and lets peers mend what is wrong."""
        for peer in list(peers):
            record = done[peer.name]
            cost = f"{record['load']['wall']:7.2f} + {record['transform']['wall']:7.2f} s"
            told = "; ".join(f"{model}: {rows} rows wrong" for model, rows in record["wrong"].items())
            print(f"  {step.label:44} {peer.name:16} {cost} {record['transform']['peak']:6.0f} MB  {told}", flush=True)
            if record["wrong"] and not step.asked:
                try:
                    peer.repair(step)
                except Failed as failed:
                    self.fail(peer, step, failed)
                    peers.remove(peer)
            self.right &= not record["wrong"] or peer.name != "hindsight"

    def keep(self):
        """Writes the file anew."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_suffix(".part")
        content = {
            "workload": self.name,
            "options": dict(self.options),
            "versions": self.versions,
            "machine": report.machine(),
            "at": time.strftime("%Y-%m-%d", time.gmtime()),
            "dropped": self.dropped,
            "unchecked": self.unchecked,
            "records": self.records,
        }
        part.write_text(json.dumps(content, indent=1))
        part.rename(self.file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
