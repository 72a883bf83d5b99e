package hindsight.project;

/**
 * The engine and its bounds.
 *
 * @param type name of the engine, {@code duckdb} by default
 * @param memory bound as the engine writes it, such as {@code 4GB}; empty: bounded by the machine
 * @param threads 0: as many as the machine has cores
 * @param chunkRows how many rows a backfill reads for one chunk; 0: as many as fit
 */
public record EngineSettings(String type, String memory, int threads, long chunkRows) {
    public static final EngineSettings DEFAULT = new EngineSettings("duckdb", "", 0);

    /** With chunks as large as fit. */
    public EngineSettings(String type, String memory, int threads) {
        this(type, memory, threads, 0);
    }
}
