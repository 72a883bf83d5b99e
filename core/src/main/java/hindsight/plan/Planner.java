package hindsight.plan;

/** Compares a graph with what is remembered. */
public final class Planner {}
