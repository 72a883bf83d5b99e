"""Hindsight, as users call it: whole processes of its launcher."""

import json

from environments import HOME
from measure import Cost, run
from peer import Peer

LAUNCHER = HOME / "hindsight"


class Hindsight(Peer):
    name = "hindsight"
    title = "Hindsight"
    schema = "main"

    @classmethod
    def versions(cls):
        return run([LAUNCHER, "--version"], cls.scratch)[1].strip()

    def create(self):
        (self.folder / "models").mkdir(exist_ok=True)
        (self.folder / "incoming").mkdir(exist_ok=True)
        self.declare({source.name for source in self.setup.sources if source.daily})
        for model in self.models:
            (self.folder / "models" / f"{model.name}.sql").write_text(self._text(model))
        self.loads = getattr(self, "loads", {})
        self.applied = getattr(self, "applied", {})

    def declare(self, incoming):
        """Writes the settings; incoming: names of the sources whose files lie in a folder."""
        sources = "".join(f"  {source.name}: {{{self._settings(source, incoming)}}}\n" for source in self.setup.sources)
        text = f"name: bench\nengine: {{memory: 4GB, threads: 2}}\nsources:\n{sources}"
        (self.folder / "hindsight.yml").write_text(text)
        self.incoming = incoming

    @staticmethod
    def _settings(source, incoming):
        words = [f"key: [{', '.join(source.key)}]", f"load: {source.load}"]
        if source.effective:
            words.append(f"effective: {source.effective}")
        if source.name in incoming:
            words.append(f"files: incoming/{source.name}-*")
        return ", ".join(words)

    @staticmethod
    def _text(model):
        lines = [f"key: [{', '.join(model.key)}]"] if model.key else []
        lines += [f"effective: {model.effective}"] if model.effective else []
        lines += ["materialized: view"] if model.view else []
        head = "/*---\n" + "\n".join(lines) + "\n---*/\n" if lines else ""
        return head + model.text(lambda name: name)

    def prepare(self, step):
        """Puts the files where they are taken from: at first those of all sources, later those that come daily."""
        super().prepare(step)
        daily = {source.name for source in self.setup.sources if source.daily}
        self.declare(set(step.files) if step.kind == "first" else daily)
        for file in (self.folder / "incoming").iterdir():
            file.unlink()
        if step.kind != "undo":
            for name in self.incoming & set(step.files):
                (self.folder / "incoming" / f"{name}-{step.files[name].name}").symlink_to(step.files[name])

    def load(self, step):
        if step.kind == "undo":
            return Cost()
        calls = [(name, file) for name, file in step.files.items() if name not in self.incoming]
        if self.incoming & set(step.files):
            calls.append(())
        total = Cost()
        for call in calls:
            cost, said = self.process([LAUNCHER, "--json", "load", *call])
            total += cost
            seq = json.loads(said)["result"]["seq"]
            if seq is not None:
                self.loads.setdefault(step.named, []).append(seq)
        return total

    def transform(self, step):
        if step.kind == "undo":
            total = Cost()
            for seq in reversed(self.loads[step.undoes]):
                total += self.process([LAUNCHER, "--json", "undo", seq])[0]
            return total
        dated = {model.name for model in self.models if model.effective}
        restated = ["--restate", step.edited] if step.edited in dated else []
        cost, said = self.process([LAUNCHER, "--json", "apply", *restated])
        self.applied[step.named] = json.loads(said)["result"]["seq"]
        return cost

    def database(self):
        return self.folder / ".hindsight" / "warehouse.duckdb"

    def state(self):
        return [self.folder / ".hindsight"]

    def answer(self, step):
        seqs = [self.applied[moment] for moment in step.moments]
        if step.kind == "as-of":
            sql = f"SELECT count(*) AS n, sum(amount)::VARCHAR AS s FROM {step.asked}"
            cost, said = self.process([LAUNCHER, "--json", "query", sql, "--as-of", seqs[0]])
            row = json.loads(said)["result"]["rows"][0]
            return cost, [row["n"], row["s"]]
        cost, said = self.process([LAUNCHER, "--json", "diff", step.asked, f"{seqs[0]}..{seqs[1]}", "--summary"])
        found = json.loads(said)["result"]
        return cost, [found["added"], found["retracted"]]
