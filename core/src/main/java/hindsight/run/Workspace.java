package hindsight.run;

/** A project, its warehouse and an engine: what every command works in. */
public final class Workspace {}
