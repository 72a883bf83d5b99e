"""Plain DuckDB: one script that drops and creates every model. What the others are held against, rows included."""

from peer import Peer, duck


class Plain(Peer):
    name = "plain"
    title = "plain DuckDB script"
    needs = ("duckdb",)

    @classmethod
    def versions(cls):
        from environments import PINS

        return f"DuckDB {PINS['duckdb'][0].split('==')[1]} with Python"

    def transform(self, step):
        names = {source.name for source in self.setup.sources}
        selected = self.selected(step)
        models = [
            {
                "name": model.name,
                "view": model.view,
                "sql": model.text(lambda name: f"raw.{name}" if name in names else f"mart.{name}"),
            }
            for model in self.models
            if selected is None or model.name in selected
        ]
        copies = [{"name": f"{name}_at_{_word(step.named)}", "view": False, "sql": f"FROM mart.{name}"} for name in self.setup.remembered]
        models += copies
        return duck("build", {"database": self.database(), "models": models}, self.folder, self.log)[0]

    def past(self, model, moment):
        """A copy is kept of each state."""
        return f"mart.{model}_at_{_word(moment)}"


def _word(named):
    return named.replace("-", "_")
