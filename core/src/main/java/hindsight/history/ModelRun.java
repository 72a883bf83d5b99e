package hindsight.history;

/**
 * What it took to find the rows of a model once.
 *
 * @param maintained whether from the diffs of what it reads; else it was computed whole
 * @param millis of the clock on the wall
 * @param read number of rows that its inputs had
 * @param changed number of rows in their diffs; 0 where it was computed whole
 */
public record ModelRun(boolean maintained, long millis, long read, long changed) {}
