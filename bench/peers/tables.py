"""Puts measurements together: a row for each change, a cell for each peer; and the goals."""

import re
from dataclasses import dataclass, field

from measure import Spread


@dataclass(frozen=True)
class Cell:
    """What a peer took for a change, over all rounds."""

    load: Spread
    transform: Spread
    whole: Spread
    cpu: Spread
    peak: Spread
    bytes: int
    wrong: dict


@dataclass
class Row:
    """A change, with what peers took."""

    label: str
    kind: str
    runs: int = 1
    cells: dict = field(default_factory=dict)

    def gain(self):
        """How many times as long as Hindsight the fastest other took whose rows are right; 0 where there is none."""
        others = [cell.whole.middle for peer, cell in self.cells.items() if peer != "hindsight" and not cell.wrong]
        if not others or "hindsight" not in self.cells:
            return 0
        return min(others) / self.cells["hindsight"].whole.middle

    def share(self):
        """Of a change of some of the rows, how many percent; else nothing."""
        found = re.match(r"([\d.]+) %", self.label)
        return float(found.group(1)) if found else None


def rows_of(records):
    """Rows in the order of the steps."""
    rows = {}
    for label in dict.fromkeys(record["label"] for record in records):
        same = [record for record in records if record["label"] == label]
        row = rows[label] = Row(label, same[0]["kind"])
        for peer in dict.fromkeys(record["peer"] for record in same):
            runs = [record for record in same if record["peer"] == peer]
            row.cells[peer] = _cell(runs)
            row.runs = max(row.runs, len(runs))
    return list(rows.values())


def variants(result):
    """Rows by what tells the sequences of a workload apart."""
    names = dict.fromkeys(record["variant"] for record in result["records"])
    return {name: rows_of([record for record in result["records"] if record["variant"] == name]) for name in names}


def _cell(runs):
    wrong = {}
    for run in runs:
        for model, count in run["wrong"].items():
            wrong[model] = max(wrong.get(model, 0), count)
    return Cell(
        Spread.of([run["load"]["wall"] for run in runs]),
        Spread.of([run["transform"]["wall"] for run in runs]),
        Spread.of([run["load"]["wall"] + run["transform"]["wall"] for run in runs]),
        Spread.of([run["load"]["cpu"] + run["transform"]["cpu"] for run in runs]),
        Spread.of([max(run["load"]["peak"], run["transform"]["peak"]) for run in runs]),
        max(run["bytes"] for run in runs),
        wrong,
    )


@dataclass(frozen=True)
class Bar:
    """How many times as fast as a peer Hindsight should be at a kind of change; loads count for none."""

    title: str
    workload: str
    label: str
    peer: str
    least: float

    def measured(self, results):
        """Pairs of what was measured, and how many times as fast."""
        for result in results:
            if result["workload"] != self.workload:
                continue
            for variant, rows in variants(result).items():
                for row in rows:
                    cells = row.cells
                    if re.search(self.label, row.label) and self.peer in cells and "hindsight" in cells:
                        yield f"{variant}: {row.label}", cells[self.peer].transform.middle / cells["hindsight"].transform.middle


BARS = (
    Bar("retail: a change of 0.1 %, against dbt full refresh", "retail", "^0.1 % of the orders, ", "dbt-full", 20),
    Bar("retail: a change of 0.1 %, against dbt's incremental models", "retail", "^0.1 % of the orders, ", "dbt-incremental", 3),
    Bar("retail: an edit, 1 % of the rows differ, against dbt full refresh", "retail", "an expression", "dbt-full", 5),
    Bar("retail: an edit, 1 % of the rows differ, against dbt's incremental models", "retail", "an expression", "dbt-incremental", 5),
    Bar("small: against dbt run", "small", "first build|rows|predicate|undo", "dbt-full", 1),
    Bar("no-op, against dbt run", "small", "no-op", "dbt-full", 5),
    Bar("retail: no-op, against dbt run", "retail", "no-op", "dbt-full", 5),
    Bar("retail: undo of an old load, against a rebuild of the affected models", "retail", "undo", "dbt-full", 20),
    Bar("retail: undo of an old load, against a plain rebuild of the affected models", "retail", "undo", "plain", 20),
)
