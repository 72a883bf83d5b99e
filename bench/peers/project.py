"""What all peers are given: sources, models and steps, each defined once."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Optional

REFERENCE = re.compile(r"\[([a-z]\w*)\]")


@dataclass(frozen=True)
class Source:
    """A table whose rows come from outside.

    load: "changes" (files have a column op: I, U or D), "upsert" or "snapshot".
    daily: whether every change brings a file of it.
    """

    name: str
    key: tuple
    load: str = "changes"
    daily: bool = False
    effective: Optional[str] = None


@dataclass(frozen=True)
class Incremental:
    """How a good engineer keeps a model up without computing it whole, in tools that leave this to the engineer.

    key: what rows are replaced by.
    where: a condition that stands where the model's SQL says {where}; $SINCE is when the batch begins.
    also_at_first: whether the condition may stand there in the first build as well, which some tools want.
    days: the model's time column, if whole days are replaced, of which the last LOOKBACK are computed again.
    """

    key: tuple
    where: str = ""
    days: Optional[str] = None
    also_at_first: bool = True


LOOKBACK = 3
"""Days that models by time range compute again, because rows may come late."""


@dataclass(frozen=True)
class Model:
    """A table derived by SQL, in which [name] stands for a table."""

    name: str
    sql: str
    key: tuple = ()
    incremental: Optional[Incremental] = None
    view: bool = False
    effective: Optional[str] = None

    def inputs(self):
        return set(REFERENCE.findall(self.sql))

    def text(self, table, where=""):
        """The SQL; table says how a table is named, where is a condition or nothing."""
        sql = self.sql.replace("{where}", f"WHERE {where}" if where else "")
        return REFERENCE.sub(lambda found: table(found.group(1)), sql).strip() + "\n"


@dataclass(frozen=True)
class Step:
    """Something that happens to a project, and is measured.

    kind: "first", "no-op", "data", "logic" or "undo"; or a question: "as-of" or "diff".
    files: by source, what is loaded; of an undo, what takes the old rows back in tools that have no undo.
    day: which day it is: the orchestrator tells it to tools that work by time.
    models: all models, where they are others than before; edited: the name of the one whose SQL is another.
    undoes: the name of the step that an undo takes back.
    moments: names of the steps behind which a question looks at the model asked.
    checked: whether all rows are compared afterwards.
    named: a name within its sequence.
    """

    named: str
    kind: str
    label: str
    files: dict = field(default_factory=dict)
    day: date = date(2025, 1, 1)
    models: tuple = ()
    edited: Optional[str] = None
    undoes: Optional[str] = None
    moments: tuple = ()
    asked: Optional[str] = None
    checked: bool = True

    def on(self, day):
        return replace(self, day=day)


@dataclass(frozen=True)
class Setup:
    """A project as it is made: what a sequence of steps begins with."""

    name: str
    title: str
    sources: tuple
    models: tuple
    start: date
    """The first day of which there are rows."""
    ignored: tuple = ()
    """Columns that tell when rows came, and are not compared."""
    remembered: tuple = ()
    """Models whose old states are asked for."""

    def key(self, model):
        """The key of a model."""
        return next(one.key for one in self.models if one.name == model)


def affected(models, changed):
    """Names of the models that are made of some tables, themselves included, in order."""
    found = set(changed)
    for model in models:
        if model.inputs() & found:
            found.add(model.name)
    return [model.name for model in models if model.name in found]


def next_day(day):
    return day + timedelta(days=1)
