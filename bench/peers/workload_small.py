"""Twenty models over a thousand to a hundred thousand rows: where what a run costs before it does anything decides."""

from datetime import date

from project import Incremental, Model, Setup, Source, Step
from workload import Data, Sequence, in_days

START = date(2025, 1, 1)
SOURCES = (Source("events", ("id",), daily=True), Source("people", ("person",)))
BY_ID = Incremental(("id",), "updated_at >= $SINCE")
PAID = "kind = 'sale' AND amount > 0"
EDITED = "kind = 'sale' AND amount > 1"


def models(paid=PAID):
    """The models, in order; paid: the condition that an edit changes."""
    texts = [
        ("clean_events", ("id",), "SELECT id, day, person, upper(kind_code) AS code, CASE kind_code WHEN 's' THEN 'sale' WHEN 'r' THEN 'refund' "
         "ELSE 'visit' END AS kind, amount, updated_at FROM [events] {where}"),
        ("paid_events", ("id",), f"SELECT id, day, person, amount FROM [clean_events] WHERE {paid}"),
        ("refunds", ("id",), "SELECT id, day, person, amount FROM [clean_events] WHERE kind = 'refund'"),
        ("sales_by_day", ("day",), "SELECT day, count(*) AS sales, sum(amount)::DECIMAL(18,2) AS amount FROM [paid_events] GROUP BY day"),
        ("refunds_by_day", ("day",), "SELECT day, count(*) AS refunds, sum(amount)::DECIMAL(18,2) AS amount FROM [refunds] GROUP BY day"),
        ("net_by_day", ("day",), "SELECT day, s.amount AS sold, r.amount AS refunded, (coalesce(s.amount, 0) - coalesce(r.amount, 0))::DECIMAL(18,2) AS net "
         "FROM [sales_by_day] s FULL JOIN [refunds_by_day] r USING (day)"),
        ("net_to_date", ("day",), "SELECT day, net, sum(net) OVER (ORDER BY day)::DECIMAL(18,2) AS to_date FROM [net_by_day]"),
        ("net_by_month", ("month",), "SELECT date_trunc('month', day)::DATE AS month, sum(net)::DECIMAL(18,2) AS net FROM [net_by_day] GROUP BY ALL"),
        ("sales_by_person", ("person",), "SELECT person, count(*) AS sales, sum(amount)::DECIMAL(18,2) AS amount, max(day) AS last_day "
         "FROM [paid_events] GROUP BY person"),
        ("people_with_sales", ("person",), "SELECT p.person, p.name, p.city, coalesce(s.sales, 0) AS sales, coalesce(s.amount, 0)::DECIMAL(18,2) AS amount, "
         "s.last_day FROM [people] p LEFT JOIN [sales_by_person] s ON s.person = p.person"),
        ("person_ranks", ("person",), "SELECT person, city, amount, rank() OVER (PARTITION BY city ORDER BY amount DESC) AS place FROM [people_with_sales]"),
        ("best_people", ("person",), "SELECT person, name, amount FROM [people_with_sales] ORDER BY amount DESC, person LIMIT 10"),
        ("dormant_people", ("person",), "SELECT person, name FROM [people_with_sales] WHERE sales = 0"),
        ("sales_by_city", ("city",), "SELECT city, sum(sales)::BIGINT AS sales, sum(amount)::DECIMAL(18,2) AS amount FROM [people_with_sales] GROUP BY city"),
        ("cities_by_month", ("month", "city"), "SELECT date_trunc('month', e.day)::DATE AS month, p.city, sum(e.amount)::DECIMAL(18,2) AS amount "
         "FROM [paid_events] e JOIN [people] p ON p.person = e.person GROUP BY ALL"),
        ("kinds_of_people", ("person",), "SELECT person, count(DISTINCT kind) AS kinds, count(DISTINCT day) AS days FROM [clean_events] GROUP BY person"),
        ("events_by_kind", ("kind",), "SELECT kind, count(*) AS events, count(DISTINCT person) AS people FROM [clean_events] GROUP BY kind"),
        ("largest_sales", ("id",), "SELECT id, person, amount FROM [paid_events] "
         "QUALIFY row_number() OVER (PARTITION BY person ORDER BY amount DESC, id) = 1"),
        ("refund_shares", ("person",), "SELECT s.person, round(100.0 * count(r.id) / any_value(s.sales), 1)::DECIMAL(9,1) AS refunds_percent "
         "FROM [sales_by_person] s LEFT JOIN [refunds] r ON r.person = s.person GROUP BY s.person"),
        ("summary", (), "SELECT sum(sales)::BIGINT AS sales, sum(amount)::DECIMAL(18,2) AS amount, count(*) AS cities FROM [sales_by_city]"),
    ]
    return tuple(Model(name, sql, key, BY_ID if name == "clean_events" else None) for name, key, sql in texts)


def sequences(place, options, rounds):
    """A fresh project for each size and round."""
    usual = "1000" if options.tiny else "1000,100000" if options.scale < 1 else "1000,10000,100000"
    sizes = [int(size) for size in options.get("rows", usual).split(",")]
    for rows in sizes:
        for number in range(rounds):
            data = Data(place / f"rows-{rows}")
            setup = Setup("small", f"{rows:,} rows", SOURCES, models(), START, ("updated_at",))
            yield Sequence(setup, lambda data=data, rows=rows, number=number: in_days(START, _steps(data, rows, number)), f"{rows:,} rows")


def _steps(data, rows, number):
    people = max(rows // 10, 20)
    sql = (
        "SELECT 'I' AS op, i AS id, DATE '2024-01-01' + (i * 300 // {rows})::INTEGER AS day, (hash(i) % {people})::INTEGER AS person, "
        "['s', 's', 's', 'r', 'v'][(hash(i, 1) % 5 + 1)::INTEGER] AS kind_code, ((hash(i, 2, {salt}) % 20000) / 100)::DECIMAL(12,2) AS amount, "
        "TIMESTAMP '{at}' AS updated_at FROM range({rows}) r(i)"
    )
    events = data.file("events", sql.format(rows=rows, people=people, salt=0, at=START))
    persons = data.file("people", f"SELECT 'I' AS op, i::INTEGER AS person, 'P' || i AS name, 'C' || (hash(i, 3) % 20) AS city FROM range({people}) r(i)")
    yield Step("first", "first", "first build", {"people": persons, "events": events})
    yield Step("no-op", "no-op", "no-op")
    changes = (("few", "0.1 % of the rows (ten at least)", 0.001, 0.9, 1), ("many", "10 % of the rows", 0.1, 0.0, 2))
    files = {}
    for name, label, share, begin, day in changes:
        count = max(int(rows * share), 10)
        first = int(rows * begin) + number % 8 * count
        at = START.replace(day=START.day + day)
        changed = sql.format(rows=rows, people=people, salt=day, at=at) + f" WHERE i >= {first} AND i < {first + count}"
        updates = f"SELECT * REPLACE ('U' AS op) FROM ({changed})"
        files[name] = data.file(f"{name}-{number}", updates)
        yield Step(name, "data", label, {"events": files[name]})
    old = sql.format(rows=rows, people=people, salt=0, at=START.replace(day=START.day + 3))
    again = f"SELECT * REPLACE ('U' AS op) FROM ({old}) WHERE id IN (SELECT id FROM '{files['many']}')"
    yield Step("undo", "undo", "undo of the load of 10 %", {"events": data.file(f"undo-{number}", again)}, undoes="many")
    yield Step("logic", "logic", "another predicate", models=models(EDITED), edited="paid_events")
