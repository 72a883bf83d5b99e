package hindsight.run;

import hindsight.engine.Engine;
import hindsight.problem.Problem;
import hindsight.project.EngineSettings;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a command computes models that read many rows: how large chunks are, what is told meanwhile, and for how long others may go first. Lives
 * as long as the command, which may have to compute more than once.
 */
final class Backfill {
    /** So often are chunks computed while others may go first; after that, what changed meanwhile waits. */
    private static final int ATTEMPTS = 3;
    /** What a chunk reads at most, however much fits: it bounds for how long others wait. */
    private static final long MOST_ROWS = 20_000_000;

    private static final long LEAST_ROWS = 200_000;

    private final Workspace workspace;
    private final Map<String, Problem> notes = new LinkedHashMap<>();
    private Engine.@Nullable Capacity capacity;
    private int attempts = 1;

    Backfill(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Thrown where others went first and committed something: what was computed is to be computed once more, on top of that. */
    static final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * How many rows are read for one chunk, so that they and what is made of them fit into the engine's memory.
     *
     * @param width of a row, in bytes
     */
    long rowsOfChunk(long width) {
        EngineSettings settings = workspace.project().settings().engine();
        if (settings.chunkRows() > 0) {
            return settings.chunkRows();
        }
        Engine.Capacity bounds = capacity();
        long fitting = bounds.memory() / (2 + bounds.threads()) / Math.max(1, width);
        return Math.max(LEAST_ROWS, Math.min(MOST_ROWS, fitting));
    }

    /** How few rows are never worth a look at what fits. */
    long fewRows() {
        long asked = workspace.project().settings().engine().chunkRows();
        return asked > 0 ? asked : LEAST_ROWS;
    }

    /** What counts beside what a model does and reads: with another engine, or in another zone, its rows could be others. */
    String surroundings() {
        ZoneId zone = workspace.project().settings().timeZone();
        return workspace.engine().version() + " " + zone;
    }

    Progress progress() {
        return workspace.progress();
    }

    /** Whether others may go first between two chunks. */
    boolean givesWay() {
        return attempts <= ATTEMPTS;
    }

    void again() {
        attempts++;
    }

    /** Why a model that reads many rows is computed at once. */
    void atOnce(String model, long rows, String reason) {
        notes.put(
                model,
                Problem.warning(
                        "at-once",
                        "Model " + model + " is computed at once, from " + rows + " rows: " + reason,
                        "It cannot be stopped and resumed, and others wait for the warehouse until it is computed."));
    }

    void inChunks(String model) {
        notes.remove(model);
    }

    List<Problem> notes() {
        return List.copyOf(notes.values());
    }

    private Engine.Capacity capacity() {
        return Optional.ofNullable(capacity).orElseGet(() -> {
            Engine.Capacity asked = workspace.engine().capacity();
            capacity = asked;
            return asked;
        });
    }
}
