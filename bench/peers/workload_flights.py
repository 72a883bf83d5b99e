"""Real flights, a file a day: late rows, corrections, another list of airports, an edit. Models are kept up by days, as is usual with such data."""

import re
from datetime import date, timedelta

from environments import HOME
from project import Incremental, Model, Setup, Source, Step
from workload import Data, Sequence, in_days

DEMO = HOME / "cli" / "src" / "main" / "resources" / "hindsight" / "demo"
FIRST = date(2001, 6, 11)
SOURCES = (Source("flights", ("flight_id",), "upsert", True, "scheduled"), Source("airports", ("iata",), "snapshot"))
BY_DAY = Incremental(("day",), days="day")
HOW = {"route_day": BY_DAY, "state_day": BY_DAY}
NAMES = ("departures", "route_day", "state_day", "airport_trend", "hub_states", "worst_routes")
LATE = "scheduled >= TIMESTAMP '2001-06-12 17:00' AND origin = 'ORD'"
EDIT = ("delay > 15 AS late", "delay > 20 AS late")


def models(edited=False):
    """Six models of the demo."""
    return tuple(_model(name, edited) for name in NAMES)


def _model(name, edited):
    text = (DEMO / "models" / f"{name}.sql").read_text()
    head, sql = text.split("---*/", 1)
    if edited:
        sql = sql.replace(*EDIT)
    sql = re.sub(r"\b(FROM|JOIN) (flights|airports|" + "|".join(NAMES) + r")\b", r"\1 [\2]", sql)
    sql = re.sub(r"FILTER \((?!WHERE)", "FILTER (WHERE ", sql)
    how = HOW.get(name)
    if how:
        sql = re.sub(r"\nGROUP BY", "\n{where}\nGROUP BY", sql)
    key = re.search(r"^key: \[(.*)]", head, re.M)
    effective = re.search(r"^effective: (\w+)", head, re.M)
    return Model(name, sql, tuple(key.group(1).split(", ")) if key else (), how, "materialized: view" in head, effective and effective.group(1))


def sequences(place, options, rounds):
    """A fresh project for each round: months of flights first, then the demo's week day by day."""
    weeks = 0 if options.tiny else max(int(26 * options.scale), 1)
    data = Data(place / f"weeks-{weeks}")
    start = FIRST - timedelta(days=7 * weeks + 1)
    setup = Setup("flights", f"{weeks} weeks of flights before the demo's", SOURCES, models(), start)
    for _ in range(rounds):
        yield Sequence(setup, lambda: in_days(FIRST, _steps(data, weeks)), f"{116493 * (weeks + 1):,} flights")


def _steps(data, weeks):
    csv = f"read_csv('{DEMO}/data/flights-*.csv.gz')"
    before = (
        f"SELECT f.* REPLACE (f.flight_id + 116493 * (w + 1) AS flight_id, f.scheduled - to_days((7 * (w + 1))::INTEGER) AS scheduled) "
        f"FROM {csv} f, range({weeks}) r(w) UNION ALL FROM {csv} WHERE scheduled::DATE = '{FIRST}' ORDER BY scheduled"
    )
    airports = data.file("airports", f"FROM read_csv('{DEMO}/data/airports.csv')")
    yield Step("first", "first", "first build", {"airports": airports, "flights": data.file("before", before)})
    for day in range(1, 7):
        at = FIRST + timedelta(days=day)
        rows = f"FROM {csv} WHERE scheduled::DATE = '{at}' AND NOT ({LATE} AND scheduled::DATE = '2001-06-12') ORDER BY scheduled"
        yield Step(f"day-{day}", "data", "a day of flights", {"flights": data.file(f"day-{day}", rows)})
    yield Step("no-op", "no-op", "no-op")
    late = f"FROM {csv} WHERE {LATE} AND scheduled::DATE = '2001-06-12'"
    yield Step("late", "data", "late rows of five days ago and more", {"flights": data.file("late", late)})
    corrected = f"FROM read_csv('{DEMO}/corrections/flights-2001-06-13.csv')"
    correction = data.file("corrected", corrected)
    yield Step("corrected", "data", "three delays corrected, of a week ago", {"flights": correction})
    moved = f"SELECT * REPLACE (CASE WHEN iata = 'MQT' THEN 'MI' ELSE state END AS state) FROM '{airports}'"
    yield Step("airport", "data", "an airport moved to another state", {"airports": data.file("moved", moved)})
    old = f"FROM {csv} WHERE flight_id IN (SELECT flight_id FROM '{correction}')"
    yield Step("undo", "undo", "undo of the corrected delays", {"flights": data.file("undo", old)}, undoes="corrected")
    yield Step("logic", "logic", "late from 20 minutes on, not 15", models=models(edited=True), edited="departures")
