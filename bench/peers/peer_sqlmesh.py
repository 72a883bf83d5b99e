"""SQLMesh with DuckDB: models by unique key and by time range where they can be, whole ones otherwise. A step is a day."""

from datetime import datetime, timezone

from environments import PINS, environment
from peer import Peer
from project import LOOKBACK, next_day

CONFIG = """gateways:
  local:
    connection:
      type: duckdb
      database: %s
      concurrent_tasks: 1
      connector_config: {threads: 2, memory_limit: 4GB}
    state_connection: {type: duckdb, database: state.duckdb}
default_gateway: local
model_defaults: {dialect: duckdb, start: '%s', cron: '@daily'}
"""
HISTORY = """MODEL (
  name mart.{name}_history,
  kind SCD_TYPE_2_BY_COLUMN (unique_key ({key}), columns *, invalidate_hard_deletes true)
);

SELECT * FROM mart.{name}
"""


class SqlMesh(Peer):
    name = "sqlmesh"
    title = "SQLMesh, incremental models"
    needs = ("duckdb", "sqlmesh")
    loader = "sqlmesh"

    @classmethod
    def versions(cls):
        return ", ".join(pin.replace("==", " ") for pin in PINS["sqlmesh"])

    def create(self):
        models = self.folder / "models"
        models.mkdir(exist_ok=True)
        (self.folder / "config.yaml").write_text(CONFIG % (self.database().name, self.setup.start))
        for model in self.models:
            file = models / f"{model.name}.sql"
            text = self.text(model)
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
        self.moments = getattr(self, "moments", {})
        for name in self.setup.remembered:
            key = ", ".join(self.setup.key(name))
            (models / f"{name}_history.sql").write_text(HISTORY.format(name=name, key=key))

    def text(self, model):
        """A model's file."""
        sources = {source.name for source in self.setup.sources}
        how = model.incremental
        kind, where = ("VIEW" if model.view else "FULL"), ""
        if how and how.days:
            kind = f"INCREMENTAL_BY_TIME_RANGE (time_column {how.days}, lookback {LOOKBACK})"
            where = f"{how.days} BETWEEN @start_date AND @end_date"
        elif how and how.also_at_first:
            kind = f"INCREMENTAL_BY_UNIQUE_KEY (unique_key ({', '.join(how.key)}))"
            where = how.where.replace("$SINCE", "@start_ts")
        sql = model.text(lambda name: f"raw.{name}" if name in sources else f"mart.{name}", where)
        return f"MODEL (name mart.{model.name}, kind {kind});\n\n{sql}"

    def transform(self, step):
        if step.kind in ("first", "logic"):
            cost = self._mesh("plan", "--auto-apply", "--no-prompts", "--execution-time", next_day(step.day))
        else:
            cost = self._mesh("run", "--end", step.day)
        self.moments[step.named] = datetime.now(timezone.utc).replace(tzinfo=None)
        return cost

    def past(self, model, moment):
        """Models of kind SCD_TYPE_2_BY_COLUMN keep each row with the moments between which it was so."""
        at = f"TIMESTAMP '{self.moments[moment]}'"
        rows = f"mart.{model}_history WHERE valid_from <= {at} AND (valid_to IS NULL OR valid_to > {at})"
        return f"(SELECT * EXCLUDE (valid_from, valid_to) FROM {rows})"

    def repair(self, step):
        words = [word for model in self.models if not model.view for word in ("--restate-model", f"mart.{model.name}")]
        self._mesh("plan", "--auto-apply", "--no-prompts", "--execution-time", next_day(step.day), *words)

    def _mesh(self, *words):
        command = [environment("sqlmesh") / "sqlmesh", *words]
        return self.process(command, {"SQLMESH__DISABLE_ANONYMIZED_ANALYTICS": "1"})[0]

    def state(self):
        state = self.folder / "state.duckdb"
        return [*super().state(), state, state.with_suffix(".duckdb.wal")]
