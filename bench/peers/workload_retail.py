"""TPC-H: twelve models in three layers, and orders with their items that come, change and go."""

import subprocess
from datetime import date, timedelta

from environments import HOME
from project import Incremental, Model, Setup, Source, Step
from workload import Data, Sequence, in_days

START = date(2025, 1, 1)
SMALL = ("region", "nation", "supplier", "customer")
KEYS = {"region": "regionkey", "nation": "nationkey", "supplier": "suppkey", "customer": "custkey"}
SOURCES = (
    *(Source(name, (KEYS[name],)) for name in SMALL),
    Source("orders", ("orderkey",), daily=True),
    Source("lineitem", ("orderkey", "linenumber"), daily=True),
)
REVENUE = "l.extendedprice * (1 - l.discount)"
EDITED = "CASE WHEN l.quantity = 50 AND l.returnflag = 'N' THEN l.extendedprice * (1 - l.discount) * 0.95 ELSE l.extendedprice * (1 - l.discount) END"
CHANGED_LINES = "SELECT %s FROM [order_lines] WHERE updated_at >= $SINCE"
TOUCHED = "%s IN (" + CHANGED_LINES + ")"
SHARES = {"scattered": 1, "percent": 10, "tenth": 100, "deleted": 1}
"""How many of 900 parts of the older nine tenths of the orders a step changes."""

DAYS = 7
"""How long a round takes: nothing happens on the day of a no-op."""

ROUNDS = 8
"""There are parts for so many."""


def models(revenue=REVENUE):
    """The models, in order; revenue: what an item is worth, which an edit changes."""
    return (*_rows(revenue), *_groups(), *_reports())


def _touched(column, text=TOUCHED):
    return Incremental((column,), text.replace("%s", column))


def _rows(revenue):
    line = f"""
SELECT l.orderkey, l.linenumber, o.custkey, l.partkey, l.suppkey, o.orderdate, l.shipdate, l.quantity,
  ({revenue})::DECIMAL(15,2) AS revenue, l.receiptdate > l.commitdate AS late, greatest(l.updated_at, o.updated_at) AS updated_at
FROM [lineitem] l JOIN [orders] o ON o.orderkey = l.orderkey
{{where}}"""
    head = """
SELECT o.orderkey, o.custkey, c.mktsegment AS segment, n.name AS nation, o.orderdate, o.orderpriority AS priority, o.totalprice, o.updated_at
FROM [orders] o LEFT JOIN [customer] c ON c.custkey = o.custkey LEFT JOIN [nation] n ON n.nationkey = c.nationkey
{where}"""
    recent = "greatest(l.updated_at, o.updated_at) >= $SINCE"
    yield Model("order_lines", line, ("orderkey", "linenumber"), Incremental(("orderkey", "linenumber"), recent))
    yield Model("order_headers", head, ("orderkey",), Incremental(("orderkey",), "o.updated_at >= $SINCE"))


def _groups():
    totals = """
SELECT orderkey, count(*) AS lines, sum(revenue)::DECIMAL(18,2) AS revenue, sum(quantity)::DECIMAL(18,2) AS quantity, max(shipdate) AS last_shipped
FROM [order_lines] {where} GROUP BY orderkey"""
    daily = """
SELECT orderdate, count(DISTINCT orderkey) AS orders, sum(revenue)::DECIMAL(18,2) AS revenue
FROM [order_lines] {where} GROUP BY orderdate"""
    parts = """
SELECT partkey, count(*) AS lines, sum(quantity)::DECIMAL(18,2) AS quantity, sum(revenue)::DECIMAL(18,2) AS revenue
FROM [order_lines] {where} GROUP BY partkey"""
    suppliers = """
SELECT s.suppkey, s.name, s.nationkey, count(l.orderkey) AS lines, count(*) FILTER (l.late) AS late_lines, coalesce(sum(l.revenue), 0)::DECIMAL(18,2) AS revenue
FROM [supplier] s LEFT JOIN [order_lines] l ON l.suppkey = s.suppkey GROUP BY ALL"""
    customers = """
SELECT c.custkey, c.name, c.nationkey, c.mktsegment AS segment, count(h.orderkey) AS orders, coalesce(sum(t.revenue), 0)::DECIMAL(18,2) AS revenue,
  min(h.orderdate) AS first_order, max(h.orderdate) AS last_order
FROM [customer] c LEFT JOIN [order_headers] h ON h.custkey = c.custkey LEFT JOIN [order_totals] t ON t.orderkey = h.orderkey
{where} GROUP BY ALL"""
    segments = """
SELECT date_trunc('month', h.orderdate)::DATE AS month, h.segment, count(*) AS orders, sum(t.revenue)::DECIMAL(18,2) AS revenue
FROM [order_headers] h JOIN [order_totals] t ON t.orderkey = h.orderkey GROUP BY ALL"""
    new = "c.custkey IN (SELECT custkey FROM [order_headers] WHERE updated_at >= $SINCE)"
    touched = Incremental(("custkey",), new, also_at_first=False)
    yield Model("order_totals", totals, ("orderkey",), _touched("orderkey"))
    yield Model("daily_revenue", daily, ("orderdate",), _touched("orderdate"))
    yield Model("part_sales", parts, ("partkey",), _touched("partkey"))
    yield Model("supplier_sales", suppliers, ("suppkey",))
    yield Model("customer_orders", customers, ("custkey",), touched)
    yield Model("monthly_segments", segments, ("month", "segment"))


def _reports():
    nations = """
SELECT h.nation, year(h.orderdate) AS year, count(*) AS orders, sum(t.revenue)::DECIMAL(18,2) AS revenue
FROM [order_headers] h JOIN [order_totals] t ON t.orderkey = h.orderkey GROUP BY ALL"""
    ranks = """
SELECT custkey, nationkey, revenue, rank() OVER (PARTITION BY nationkey ORDER BY revenue DESC) AS place
FROM [customer_orders] WHERE orders > 0"""
    yield Model("nation_revenue", nations, ("nation", "year"))
    yield Model("customer_ranks", ranks, ("custkey",))
    yield Model("top_customers", "SELECT custkey, name, revenue FROM [customer_orders] ORDER BY revenue DESC, custkey LIMIT 100", ("custkey",))
    yield Model("monthly_revenue", """
SELECT date_trunc('month', orderdate)::DATE AS month, sum(orders)::BIGINT AS orders, sum(revenue)::DECIMAL(18,2) AS revenue
FROM [daily_revenue] GROUP BY ALL""", ("month",))


def sequences(place, options, rounds):
    """One project, in which each round brings other orders."""
    if rounds > ROUNDS:
        raise ValueError(f"retail has changes for {ROUNDS} rounds")
    scale = f"{options.scale:g}"
    made = _tpch(scale)
    data = Data(place / f"scale-{scale}")
    setup = Setup("retail", f"TPC-H at scale {scale}", SOURCES, models(), START, ("updated_at",))
    yield Sequence(setup, lambda: in_days(START, _steps(Changes(made, data), rounds)), f"scale {scale}")


def _tpch(scale):
    """The folder of TPC-H files, which the Java bench makes once."""
    folder = HOME / "bench" / "target" / f"tpch-{scale}"
    if not folder.exists():
        print(f"Making TPC-H at scale {scale}, once", flush=True)
        subprocess.run([HOME / "bench" / "run", "files", f"scale={scale}"], check=True)
    return folder


class Changes:
    """Files of changes of the orders and their items."""

    def __init__(self, made, data):
        self.made = made
        self.data = data

    def first(self):
        """The tables as they are at the beginning."""
        files = {name: self.made / f"{name}.parquet" for name in SMALL}
        for name in ("orders", "lineitem"):
            rows = f"SELECT *, TIMESTAMP '{START}' AS updated_at FROM '{self.made}/{name}.parquet' ORDER BY orderkey"
            files[name] = self.data.file(name, rows)
        return files

    def files(self, named, chosen, kind, day):
        """Files of the orders that a condition chooses; of each four, one is taken as a template of a new order with another key, unless all are of one kind."""
        at = f"TIMESTAMP '{START + timedelta(days=day)}' AS updated_at"
        changed = {
            "orders": "totalprice + 1 AS totalprice, CASE orderpriority WHEN '5-LOW' THEN '1-URGENT' ELSE '5-LOW' END AS orderpriority",
            "lineitem": "(quantity % 50 + 1)::DECIMAL(15,2) AS quantity, ((discount * 100 + 1) % 11 / 100)::DECIMAL(15,2) AS discount, "
            "(shipdate + 1)::DATE AS shipdate",
        }
        found = {}
        for name in ("orders", "lineitem"):
            rows = f"(SELECT *, {at} FROM '{self.made}/{name}.parquet' WHERE {chosen})"
            new = "hash(orderkey, 'new') % 4 = 0"
            queries = {
                "changed": f"SELECT * REPLACE ('U' AS op, {changed[name]}) FROM {rows} WHERE NOT ({new}) "
                f"UNION ALL SELECT * REPLACE (orderkey + 8 AS orderkey) FROM {rows} WHERE {new}",
                "deleted": f"SELECT * REPLACE ('D' AS op) FROM {rows}",
                "undone": f"SELECT * REPLACE ('U' AS op) FROM {rows} WHERE NOT ({new}) "
                f"UNION ALL SELECT * REPLACE ('D' AS op, orderkey + 8 AS orderkey) FROM {rows} WHERE {new}",
            }
            found[name] = self.data.file(f"{named}-{name}", queries[kind])
        return found


def _steps(changes, rounds):
    yield Step("first", "first", "first build", changes.first())
    day = 1
    for number in range(rounds):
        # Parts that other steps leave alone, so that an undo has nothing to overwrite; recent orders are the last tenth.
        old = f"orderkey <= 0.9 * (SELECT max(orderkey) FROM '{changes.made}/orders.parquet')"
        recent = "orderkey > {:.6f} * (SELECT max(orderkey) FROM '%s/orders.parquet') AND orderkey <= {:.6f} * (SELECT max(orderkey) FROM '%s/orders.parquet')"
        recent = recent.format(1 - 0.001 * (number + 1), 1 - 0.001 * number).replace("%s", str(changes.made))
        chosen = {"recent": recent}
        begin = 0
        for name, width in SHARES.items():
            first = begin + width * number
            chosen[name] = f"{old} AND hash(orderkey) % 900 BETWEEN {first} AND {first + width - 1}"
            begin += ROUNDS * width
        yield from _round(number, changes, chosen, day)
        day += DAYS


def _round(number, changes, chosen, day):
    def data(name, kind, label, offset):
        named = f"{name}-{number}"
        return Step(named, "data", label, changes.files(named, chosen[name], kind, day + offset))

    yield data("scattered", "changed", "0.1 % of the orders, scattered", 0)
    yield data("recent", "changed", "0.1 % of the orders, recent", 1)
    yield data("percent", "changed", "1 % of the orders, scattered", 2)
    yield data("tenth", "changed", "10 % of the orders, scattered", 3)
    yield Step(f"no-op-{number}", "no-op", "no-op")
    undone = changes.files(f"undone-{number}", chosen["scattered"], "undone", day + 4)
    yield Step(f"undo-{number}", "undo", "undo of the first load of 0.1 %", undone, undoes=f"scattered-{number}")
    yield data("deleted", "deleted", "0.1 % of the orders deleted", 5)
    text = (EDITED, REVENUE)[number % 2]
    yield Step(f"logic-{number}", "logic", "an expression: 1 % of the items differ", models=models(text), edited="order_lines")
