"""Writes the figures into a page, between marker comments, with pictures beside it."""

import json
import os
import platform
import re
from pathlib import Path

import picture
from environments import HOME, WORK
from measure import Spread
from tables import BARS, Row, variants

BEGIN = "<!-- peers: written by bench/peers/run -->"
END = "<!-- peers: end -->"
TITLES = {
    "hindsight": "Hindsight",
    "plain": "plain script",
    "dbt-full": "dbt, tables",
    "dbt-incremental": "dbt, incremental",
    "sqlmesh": "SQLMesh",
}
ORDER = ["small", "retail", "flights", "history"]


def machine():
    """What this was measured on, in words."""
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} processors ({platform.machine()}), {pages:.0f} GB, {platform.system()}, load {load:.1f} when it ended"


def write(document=None):
    """Puts a section into a page, without what is only a quick look; or all of it into a page of its own."""
    results = [json.loads(file.read_text()) for file in sorted((WORK / "results").glob("*.json"))]
    if document:
        results = [result for result in results if result["options"].get("scale") != "tiny"]
    if not results:
        print("Nothing was measured yet")
        return
    results.sort(key=lambda result: (ORDER.index(result["workload"]), result["options"].get("scale", "")))
    page = Path(document).resolve() if document else WORK / "benchmarks.md"
    pictures = page.parent / "pictures"
    section = f"{BEGIN}\n{_section(results, pictures)}\n{END}"
    old = page.read_text() if page.exists() else f"# Benchmarks\n\n{BEGIN}\n{END}\n"
    if BEGIN not in old or END not in old:
        raise SystemExit(f"Cannot write {page}: it has no lines {BEGIN} and {END}")
    page.write_text(re.sub(re.escape(BEGIN) + ".*" + re.escape(END), lambda _: section, old, flags=re.DOTALL))
    print(f"\nWrote {os.path.relpath(page, HOME)}")


def _section(results, pictures):
    parts = [_bars(results)]
    for result in results:
        parts += [_workload(result, variant, rows, pictures) for variant, rows in variants(result).items()]
    parts.append(_sizes(results))
    parts.append(_told(results))
    return "\n\n".join(part for part in parts if part)


def _bars(results):
    """The goals, those that are missed by most first; loads count for none."""
    found = [(value / bar.least, value, bar, told) for bar in BARS for told, value in bar.measured(results)]
    lines = []
    for part, value, bar, told in sorted(found, key=lambda one: one[0]):
        lines.append([f"{bar.title} ({told})", f"{value:.2g} ×", f"{bar.least:g} ×", "met" if part >= 1 else "missed"])
    return "Goals: how many times as fast as the peer Hindsight is, without loads.\n\n" + _table(["goal", "measured", "bar", ""], lines)


def _sizes(results):
    """How the same change compares at different sizes, so that one sees from which on a rebuild loses."""
    lines = []
    for workload in ORDER:
        of_sizes = [(name, row) for result in results if result["workload"] == workload for name, rows in variants(result).items() for row in rows]
        for label in dict.fromkeys(row.label for _, row in of_sizes):
            same = [(name, row) for name, row in of_sizes if row.label == label and "hindsight" in row.cells]
            if len({name for name, _ in same}) > 1 and re.match(r"first|no-op|0\.1 %|10 %|undo|an", label):
                lines += [[f"{workload}: {label}", name, *(_ratio(row, peer) for peer in TITLES if peer != "hindsight")] for name, row in same]
    head = ["what", "size", *(title for peer, title in TITLES.items() if peer != "hindsight")]
    return "### Sizes\n\nSeconds of others / those of Hindsight, loads included: below 1 Hindsight loses.\n\n" + _table(head, lines) if lines else ""


def _ratio(row, peer):
    return f"{row.cells[peer].whole.middle / row.cells['hindsight'].whole.middle:.2g}" if peer in row.cells else "–"


def _workload(result, variant, rows, pictures):
    peers = [name for name in TITLES if any(name in row.cells for row in rows)]
    rows = sorted(rows, key=Row.gain)
    name = f"peers-{result['workload']}-{re.sub('[^a-z0-9]+', '-', variant.lower())}.svg"
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / name).write_text(picture.bars(f"{result['workload']}, {variant}", rows, {peer: TITLES[peer] for peer in peers}))
    parts = [
        f"### {result['workload'].capitalize()}, {variant}",
        f"![Seconds for each change and peer](pictures/{name})",
        _times(rows, peers),
        _resources(rows, peers),
        _wrong(rows),
        _crossover(rows),
    ]
    dropped = [f"{TITLES[peer]} was left out from {reason.splitlines()[0]} on." for peer, reason in result["dropped"].items()]
    unchecked = [f"The rows after '{label}' could not be compared." for label in dict.fromkeys(result.get("unchecked", []))]
    return "\n\n".join(part for part in [*parts, *dropped, *unchecked] if part)


def _table(head, lines):
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *("| " + " | ".join(line) + " |" for line in lines)])


def _times(rows, peers):
    lines = []
    for row in rows:
        cells = [_cell(row, peer) for peer in peers]
        lines.append([row.label, *cells, _gain(row)])
    runs = max((row.runs for row in rows), default=1)
    said = f"Seconds, load + transform, the median of {runs} runs (all of them: least–most)" if runs > 1 else "Seconds, load + transform, one run"
    return said + "; the last column: the fastest other whose rows are right / Hindsight.\n\n" + _table(
        ["what", *(TITLES[peer] for peer in peers), "gain"], lines
    )


def _cell(row, peer):
    if peer not in row.cells:
        return "–"
    cell = row.cells[peer]
    text = f"{cell.load.middle:.2f} + {cell.transform.middle:.2f}"
    if row.runs > 1:
        text += f" ({cell.whole.least:.2f}–{cell.whole.most:.2f})"
    return text + (" **wrong**" if cell.wrong else "")


def _gain(row):
    gain = row.gain()
    return "–" if gain == 0 else f"**{gain:.2f} ×**" if gain < 1 else f"{gain:.1f} ×"


def _resources(rows, peers):
    lines = []
    for row in rows:
        cells = [row.cells.get(peer) for peer in peers]
        lines.append([row.label, *(f"{c.cpu.middle:.1f} s, {c.peak.most:.0f} MB" if c else "–" for c in cells)])
    last = [max((row.cells[peer].bytes for row in rows if peer in row.cells), default=0) for peer in peers]
    lines.append(["on disk, at most", *(f"{size / 1e6:,.0f} MB" for size in last)])
    return "Processor time (median) and peak memory (worst).\n\n" + _table(["what", *(TITLES[peer] for peer in peers)], lines)


def _wrong(rows):
    lines = []
    for row in rows:
        for peer, cell in row.cells.items():
            if cell.wrong:
                models = ", ".join(f"{model} {count:,}" for model, count in sorted(cell.wrong.items()))
                lines.append(f"- {TITLES[peer]}, {row.label}: {models}")
    return "Wrong rows (the most of all runs), mended by a full refresh that is not counted:\n\n" + "\n".join(lines) if lines else ""


def _crossover(rows):
    """From which share of changed orders on a rebuild wins, between the shares that were measured."""
    measured = sorted((row.share(), row) for row in rows if row.kind == "data" and row.share() and "recent" not in row.label and "deleted" not in row.label)
    if len(measured) < 2:
        return ""
    found = []
    for peer in ("plain", "dbt-full"):
        points = [(share, row.cells[peer].whole.middle / row.cells["hindsight"].whole.middle) for share, row in measured if peer in row.cells and "hindsight" in row.cells]
        found.append(f"{TITLES[peer]}: {_crossing(points)}")
    return "Where a rebuild of everything wins, by the share of changed rows: " + "; ".join(found) + "."


def _crossing(points):
    if not points:
        return "not measured"
    if points[0][1] < 1:
        return f"from less than {points[0][0]:g} % on"
    for (low, above), (high, below) in zip(points, points[1:]):
        if below < 1:
            part = (above - 1) / (above - below)
            return f"from about {low * (high / low) ** part:.2g} % on"
    return f"not up to {points[-1][0]:g} %"


def _told(results):
    versions = {}
    for result in results:
        versions.update(result["versions"])
    lines = [f"- {TITLES[name]}: {version}" for name, version in versions.items()]
    lines.append(f"- Python {platform.python_version()}")
    lines += [f"- {result['workload']} ({_options(result)}): {result['at']}, {result['machine']}" for result in results]
    return "### Versions and machine\n\n" + "\n".join(lines)


def _options(result):
    return " ".join(f"{name}={value}" for name, value in sorted(result["options"].items()) if name != "document") or "default"
