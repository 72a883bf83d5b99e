"""dbt with dbt-duckdb: all models as tables, or incremental models written by hand."""

from dataclasses import replace
from datetime import datetime, timezone

from environments import PINS, environment
from peer import Peer, duck
from project import LOOKBACK, next_day

PROJECT = """name: bench
version: '1.0'
profile: bench
flags: {send_anonymous_usage_stats: false}
models: {bench: {+materialized: table}}
"""
PROFILES = """bench:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: %s
      schema: mart
      threads: 2
      settings: {threads: 2, memory_limit: 4GB}
"""
SNAPSHOT = """snapshots:
  - name: {name}_history
    relation: ref('{name}')
    config: {{unique_key: [{key}], strategy: check, check_cols: all, hard_deletes: invalidate}}
"""
SINCE = "{% set since = run_query('SELECT since FROM raw.batch')[0][0] %}"
"""Known before the statement is planned, so that the engine skips what is older. As --vars it would make dbt parse all anew."""


class DbtFull(Peer):
    """Every model is a table, and computed whole at each run."""

    name = "dbt-full"
    title = "dbt, all tables"
    needs = ("duckdb", "dbt")

    @classmethod
    def versions(cls):
        return ", ".join(pin.replace("==", " ") for pin in PINS["dbt"])

    def create(self):
        models = self.folder / "models"
        models.mkdir(exist_ok=True)
        (self.folder / "dbt_project.yml").write_text(PROJECT)
        (self.folder / "profiles.yml").write_text(PROFILES % self.database().name)
        tables = "".join(f"      - name: {source.name}\n" for source in self.setup.sources)
        (models / "sources.yml").write_text(f"sources:\n  - name: raw\n    tables:\n{tables}")
        for model in self.models:
            file = models / f"{model.name}.sql"
            text = self.text(model)
            if not file.exists() or file.read_text() != text:
                file.write_text(text)

        self.moments = getattr(self, "moments", {})
        for name in self.setup.remembered:
            (self.folder / "snapshots").mkdir(exist_ok=True)
            key = ", ".join(self.setup.key(name))
            (self.folder / "snapshots" / f"{name}.yml").write_text(SNAPSHOT.format(name=name, key=key))

    def text(self, model):
        """A model's file."""
        head = "{{ config(materialized='view') }}\n" if model.view else ""
        return head + model.text(self.reference)

    def reference(self, name):
        """How a model names a table."""
        sources = {source.name for source in self.setup.sources}
        return f"{{{{ source('raw', '{name}') }}}}" if name in sources else f"{{{{ ref('{name}') }}}}"

    def words(self, step):
        """What follows dbt run."""
        selected = self.selected(step)
        return [] if selected is None else ["--select", *selected]

    def transform(self, step):
        cost = self.run(*self.words(step))
        self.moments[step.named] = datetime.now(timezone.utc)
        return cost

    def past(self, model, moment):
        """Snapshots keep each row with the moments between which it was so."""
        at = f"TIMESTAMPTZ '{self.moments[moment]}'"
        rows = f"mart.{model}_history WHERE dbt_valid_from <= {at} AND (dbt_valid_to IS NULL OR dbt_valid_to > {at})"
        return f"(SELECT * EXCLUDE (dbt_scd_id, dbt_updated_at, dbt_valid_from, dbt_valid_to) FROM {rows})"

    def run(self, *words):
        """The cost of dbt run."""
        verb = "build" if self.setup.remembered else "run"
        command = [environment("dbt") / "dbt", verb, *words]
        return self.process(command, {"DO_NOT_TRACK": "1", "DBT_PROFILES_DIR": "."})[0]


class DbtIncremental(DbtFull):
    """Models that a good engineer would write incrementally are; the others are tables."""

    name = "dbt-incremental"
    title = "dbt, incremental models"
    remembers = False

    def text(self, model):
        how = model.incremental
        if how is None:
            return super().text(model)
        key = ", ".join(f"'{column}'" for column in how.key)
        head = f"{{{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=[{key}]) }}}}\n"
        where = how.where.replace("$SINCE", "'{{ since }}'::TIMESTAMP")
        if how.days:
            where = f"{how.days} >= (SELECT max({how.days}) - {LOOKBACK} FROM {{{{ this }}}})"
        marked = "{% if is_incremental() %}" + SINCE + "WHERE " + where + "{% endif %}"
        return head + replace(model, sql=model.sql.replace("{where}", marked)).text(self.reference)

    def prepare(self, step):
        super().prepare(step)
        since = next_day(step.day) if step.kind == "no-op" else step.day
        duck("mark", {"database": self.database(), "since": since}, self.folder, self.log)

    def words(self, step):
        return [*super().words(step), "--full-refresh"] if step.kind == "logic" else []

    def repair(self, step):
        self.run("--full-refresh")
