"""Keeps of a dbt target folder and its database what tests need: keep.py TARGET DATABASE OUT.

Macros, checksums, times, ids and paths of the machine are left out of the manifest; rows of tables and views are written as CSV.
"""
import json
import os
import sys

import duckdb

target, database, out = sys.argv[1:]
LEFT_OUT = {"checksum", "created_at", "root_path", "build_path", "compiled_path", "docs", "doc_blocks", "patch_path",
            "unrendered_config", "invocation_id", "invocation_started_at", "generated_at", "project_id", "user_id", "env",
            "send_anonymous_usage_stats", "fqn", "time_spine", "granularity"}
TOP_LEFT_OUT = {"docs", "parent_map", "child_map", "group_map", "selectors"}


def cleaned(value):
    if isinstance(value, dict):
        return {k: cleaned(v) for k, v in value.items() if k not in LEFT_OUT and v not in (None, {}, [])}
    return [cleaned(v) for v in value] if isinstance(value, list) else value


def write(name, value):
    with open(os.path.join(out, name), "w") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


manifest = json.load(open(os.path.join(target, "manifest.json")))
used = {m for n in manifest["nodes"].values() for m in n["depends_on"].get("macros", [])}
macros = {k: {"depends_on": m["depends_on"]} for k, m in manifest["macros"].items()}
open_ends, kept = list(used), {}
while open_ends:
    macro = open_ends.pop()
    if macro in macros and macro not in kept:
        kept[macro] = macros[macro]
        open_ends += macros[macro]["depends_on"]["macros"]
manifest = {k: v for k, v in manifest.items() if k not in TOP_LEFT_OUT}
manifest["macros"] = kept
manifest = cleaned(manifest)
manifest["metadata"]["invocation_id"] = "likeness"
write("manifest.json", manifest)
args = json.load(open(os.path.join(target, "run_results.json")))["args"]
write("run_results.json", {"metadata": {"invocation_id": "likeness"},
                           "args": {name: args.get(name) for name in ("which", "full_refresh")}})
catalog = json.load(open(os.path.join(target, "catalog.json")))
write("catalog.json", {part: {unique: {"columns": {name: {"type": column["type"], "index": column["index"]}
                                                    for name, column in table["columns"].items()}}
                              for unique, table in catalog[part].items()} for part in ("nodes", "sources")})
connection = duckdb.connect(database)
tables = connection.sql("""select table_schema, table_name from information_schema.tables
                           where table_catalog = current_catalog() order by all""").fetchall()
with open(os.path.join(out, "tables.sql"), "w") as ddl:
    for schema, table in tables:
        name = f'"{schema}"."{table}"'
        columns = connection.sql(f"describe {name}").fetchall()
        ddl.write(f'CREATE SCHEMA IF NOT EXISTS "{schema}";\nCREATE TABLE {name} (' + ", ".join(f'"{c[0]}" {c[1]}' for c in columns) + ");\n")
        connection.sql(f"copy (from {name} order by all) to '{out}/{schema}.{table}.csv' (header)")
