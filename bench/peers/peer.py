"""What is asked of a peer, and what most of them share: sources in a DuckDB file, into which a script loads."""

import json
import shutil
from pathlib import Path

from environments import environment
from measure import Cost, run, size
from project import affected

SCRIPT = Path(__file__).resolve().parent / "duck.py"


def duck(task, spec, folder, keep=None, where="duckdb"):
    """Runs a task of duck.py in a process of its own, in an environment; gives its cost and what it printed."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    given = folder / f"{task}.json"
    given.write_text(json.dumps(spec, default=str))
    return run([environment(where) / "python", SCRIPT, task, given], folder, keep=keep)


class Peer:
    """A tool with one project of its own. Methods that give a Cost are measured; the rest is not."""

    name = ""
    title = ""
    remembers = True
    """Whether old states of models can be asked for."""
    needs = ()
    """Environments."""
    loader = "duckdb"
    """The environment whose DuckDB writes the sources."""
    schema = "mart"
    catalog = property(lambda self: self.database().stem)
    """The name under which others attach the database."""

    def __init__(self, setup, folder):
        self.setup = setup
        self.folder = Path(folder)
        self.models = setup.models
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.log = open(self.folder / "log.txt", "a", encoding="utf-8")
        self.create()

    @classmethod
    def versions(cls):
        """What is measured, in words; fails where it cannot be had."""
        raise NotImplementedError

    def create(self):
        """Writes the project."""

    def prepare(self, step):
        """Edits the project as a person does before a step."""
        if step.models:
            self.models = step.models
            self.create()

    def load(self, step):
        """Takes the files of a step in. Where nothing is to be loaded, that costs nothing."""
        if not step.files:
            return Cost()
        sources = {source.name: source for source in self.setup.sources}
        parts = [
            {"table": name, "key": sources[name].key, "load": sources[name].load, "file": file}
            for name, file in step.files.items()
        ]
        return duck("load", {"database": self.database(), "parts": parts}, self.folder, self.log, self.loader)[0]

    def transform(self, step):
        """Brings the models up to date."""
        raise NotImplementedError

    def answer(self, step):
        """Answers a question about the past: the cost, and some numbers."""
        states = [self.past(step.asked, moment) for moment in step.moments]
        if step.kind == "as-of":
            sql = f"SELECT count(*), sum(amount)::VARCHAR FROM {states[0]}"
        else:
            old, new = (f"SELECT * FROM {state}" for state in states)
            sql = f"SELECT (SELECT count(*) FROM ({new} EXCEPT ALL {old})), (SELECT count(*) FROM ({old} EXCEPT ALL {new}))"
        cost, said = duck("ask", {"database": self.database(), "sql": sql}, self.folder, self.log, self.loader)
        return cost, json.loads(said)[0]

    def past(self, model, moment):
        """SQL for the rows of a model as they were after a step, from what the project keeps."""
        raise NotImplementedError

    def repair(self, step):
        """Makes wrong rows right, where that can happen, as a person does who notices: computes all anew."""

    def selected(self, step):
        """Names of the models that a person knows to be concerned, or None where all are."""
        if step.kind == "logic":
            return affected(self.models, {step.edited})
        if step.kind == "undo":
            return affected(self.models, set(step.files))
        return None

    def database(self):
        """The DuckDB file with the models, to be read by others."""
        return self.folder / f"{self.name.replace('-', '_')}.duckdb"

    def state(self):
        """Files and folders that hold rows and what the tool remembers."""
        return [self.database(), self.database().with_suffix(".duckdb.wal")]

    def bytes(self):
        return size(path for path in self.state() if path.exists())

    def process(self, command, variables=None):
        """The cost of a process in the project's folder, and what it printed."""
        return run(command, self.folder, variables, self.log)
