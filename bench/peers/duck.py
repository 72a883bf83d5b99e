"""What runs inside an environment that has DuckDB, as a process of its own: duck.py TASK SPEC, where SPEC is a JSON file.

load:    brings files into the sources of a database, as every peer but Hindsight needs it
mark:    notes when a batch begins
build:   drops and creates models, as a plain script does
ask:     answers a query
compare: counts how many rows of models are others than expected
sql:     runs statements, to make data
"""

import json
import sys

import duckdb


def connect(file):
    connection = duckdb.connect(file)
    connection.execute("SET threads = 2")
    connection.execute("SET memory_limit = '4GB'")
    return connection


def load(spec):
    """Inserts, updates and deletes rows by key, all in one transaction."""
    connection = connect(spec["database"])
    connection.execute("BEGIN")
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    there = {name for (name,) in connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'raw'").fetchall()}
    for part in spec["parts"]:
        table, rows = f"raw.{part['table']}", f"'{part['file']}'"
        if part["table"] not in there or part["load"] == "snapshot":
            connection.execute(f"CREATE OR REPLACE TABLE {table} AS SELECT {_columns(connection, rows)} FROM {rows}")
            continue
        same = " AND ".join(f"old.{column} = new.{column}" for column in part["key"])
        kept = "WHERE op <> 'D'" if part["load"] == "changes" else ""
        connection.execute(f"DELETE FROM {table} old USING (SELECT {', '.join(part['key'])} FROM {rows}) new WHERE {same}")
        connection.execute(f"INSERT INTO {table} BY NAME SELECT {_columns(connection, rows)} FROM {rows} {kept}")
    connection.execute("COMMIT")
    connection.close()


def mark(spec):
    """Writes down when the batch begins, for models that are computed from there on."""
    connection = connect(spec["database"])
    connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
    connection.execute(f"CREATE OR REPLACE TABLE raw.batch AS SELECT TIMESTAMP '{spec['since']}' AS since")
    connection.close()


def _columns(connection, rows):
    names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()]
    return "* EXCLUDE (op)" if "op" in names else "*"


def build(spec):
    """Creates models one after the other."""
    connection = connect(spec["database"])
    connection.execute("CREATE SCHEMA IF NOT EXISTS mart")
    for model in spec["models"]:
        kind = "VIEW" if model["view"] else "TABLE"
        connection.execute(f"CREATE OR REPLACE {kind} mart.{model['name']} AS {model['sql']}")
    connection.close()


def compare(spec):
    """Prints, by peer and model, how many rows are wrong: missing ones or such that should not be there, whichever are more."""
    connection = connect(":memory:")
    for name, place in [("expected", spec["expected"]), *spec["found"].items()]:
        connection.execute(f"ATTACH '{place['database']}' AS {place['catalog']} (READ_ONLY)")
        connection.execute(f"USE {place['catalog']}")
    wrong = {peer: {} for peer in spec["found"]}
    for model in spec["models"]:
        types = connection.execute(f"DESCRIBE SELECT * FROM {_table(spec['expected'], model)}").fetchall()
        columns = [f'"{name}"::{kind} AS "{name}"' for name, kind, *_ in types if name not in spec["ignored"]]
        expected = f"SELECT {', '.join(columns)} FROM {_table(spec['expected'], model)}"
        digest = _digest(connection, expected)
        for peer, place in spec["found"].items():
            found = f"SELECT {', '.join(columns)} FROM {_table(place, model)}"
            if _digest(connection, found) != digest:
                wrong[peer][model] = max(_missing(connection, expected, found), _missing(connection, found, expected))
    print(json.dumps(wrong))


def _table(place, model):
    return f"{place['catalog']}.{place['schema']}.{model}"


def _digest(connection, rows):
    """The same for the same bag of rows: their number, and the sum of their hashes."""
    return connection.execute(f"SELECT count(*), sum(hash(*COLUMNS(*))::HUGEINT) FROM ({rows})").fetchone()


def _missing(connection, rows, others):
    """How many rows the others lack; rows are told apart by their hashes, since the tables may not fit into memory."""
    first, second = (f"SELECT hash(*COLUMNS(*)) AS digest FROM ({part})" for part in (rows, others))
    return connection.execute(f"SELECT count(*) FROM (({first}) EXCEPT ALL ({second}))").fetchone()[0]


def ask(spec):
    """Prints what a query gives."""
    connection = duckdb.connect(spec["database"], read_only=True)
    connection.execute("SET threads = 2")
    print(json.dumps(connection.execute(spec["sql"]).fetchall(), default=str))


def sql(spec):
    """Runs statements in a database in memory, and prints what the last one gives."""
    connection = connect(":memory:")
    rows = None
    for statement in spec["statements"]:
        rows = connection.execute(statement)
    print(json.dumps(rows.fetchall() if rows and rows.description else [], default=str))


if __name__ == "__main__":
    with open(sys.argv[2], encoding="utf-8") as given:
        {"load": load, "mark": mark, "build": build, "ask": ask, "compare": compare, "sql": sql}[sys.argv[1]](json.load(given))
