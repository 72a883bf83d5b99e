"""Hundreds of commits over a hundred thousand rows, and then questions about the past. Each tool remembers what it can: see Peer.remembered."""

from datetime import date

from project import Model, Setup, Source, Step
from workload import Data, Sequence, in_days

START = date(2024, 1, 1)
SOURCES = (Source("events", ("id",), daily=True),)
MODELS = (
    Model("sales", "SELECT id, day, person, amount FROM [events] WHERE kind = 's'", ("id",)),
    Model("by_day", "SELECT day, count(*) AS sales, sum(amount)::DECIMAL(18,2) AS amount FROM [sales] GROUP BY day", ("day",)),
    Model("by_person", "SELECT person, count(*) AS sales, sum(amount)::DECIMAL(18,2) AS amount FROM [sales] GROUP BY person", ("person",)),
)
REMEMBERED = ("sales", "by_person")
CHANGED = 100
ROUNDS_OF_QUESTIONS = 5


def sequences(place, options, _):
    """One project; a scale of 1 is three hundred commits over 100,000 rows."""
    commits = 5 if options.tiny else 300 if options.scale >= 1 else max(int(100 * options.scale), 10)
    rows = 10_000 if options.tiny else 100_000
    data = Data(place / f"rows-{rows}")
    setup = Setup("history", f"{commits} commits", SOURCES, MODELS, START, remembered=REMEMBERED)
    yield Sequence(setup, lambda: in_days(START, _steps(data, rows, commits)), f"{commits} commits")


def _steps(data, rows, commits):
    sql = (
        "SELECT '{op}' AS op, i AS id, DATE '2023-01-01' + (i * 300 // {rows})::INTEGER AS day, (hash(i) % 5000)::INTEGER AS person, "
        "['s', 's', 'r'][(hash(i, 1) % 3 + 1)::INTEGER] AS kind, ((hash(i, 2, {salt}) % 20000) / 100)::DECIMAL(12,2) AS amount FROM range({rows}) r(i)"
    )
    yield Step("first", "first", "first build", {"events": data.file("events", sql.format(op="I", rows=rows, salt=0))})
    for number in range(1, commits + 1):
        changed = sql.format(op="U", rows=rows, salt=number) + f" WHERE (i * 7919) % {rows} BETWEEN {number * CHANGED} AND {number * CHANGED + CHANGED - 1}"
        last = number == commits
        yield Step(f"commit-{number}", "data", f"a commit of {CHANGED} rows", {"events": data.file(f"commit-{number}", changed)}, checked=last)
    for number in range(ROUNDS_OF_QUESTIONS):
        old = f"commit-{1 + number * (commits - 1) // ROUNDS_OF_QUESTIONS}"
        yield Step(f"as-of-{number}", "as-of", "a model as of an old commit", moments=(old,), asked="sales", checked=False)
    for number in range(ROUNDS_OF_QUESTIONS):
        old = f"commit-{1 + number * (commits - 1) // ROUNDS_OF_QUESTIONS}"
        yield Step(f"diff-{number}", "diff", "what changed in a model since an old commit", moments=(old, f"commit-{commits}"), asked="sales", checked=False)
    undone = commits // 2
    old = sql.format(op="U", rows=rows, salt=0) + f" WHERE (i * 7919) % {rows} BETWEEN {undone * CHANGED} AND {undone * CHANGED + CHANGED - 1}"
    yield Step("undo", "undo", "undo of a commit in the middle", {"events": data.file(f"undo-{undone}", old)}, undoes=f"commit-{undone}")
