package hindsight.run;

import hindsight.engine.Engine;
import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.project.EngineSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
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

    private static final long LEAST_ROWS = 1_000_000;
    /** Letting others in takes some 80 ms. */
    private static final long LONGEST_HOLD = Duration.ofSeconds(1).toNanos();

    private final Workspace workspace;
    private final Map<String, Problem> notes = new LinkedHashMap<>();
    private final Map<String, String> chunked = new HashMap<>();
    private Engine.@Nullable Capacity capacity;
    private int attempts = 1;
    private long heldSince = System.nanoTime();

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
        long fitting = bounds.memory() / Math.max(1, width);
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

    /** Whether others may go first now, between two chunks. */
    boolean givesWay() {
        return attempts <= ATTEMPTS && System.nanoTime() - heldSince >= LONGEST_HOLD;
    }

    void gaveWay() {
        heldSince = System.nanoTime();
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
                        "It cannot be stopped and gone on with, and loads wait until it is computed."));
    }

    /** Of a model that is computed in chunks: how many there are, and how many were finished when the command began. */
    void inChunks(String model, int chunks, long finished) {
        notes.remove(model);
        chunked.putIfAbsent(
                model,
                ", in " + chunks + " chunks" + (finished == 0 ? "" : ", " + finished + " of them finished before"));
    }

    /** What came of a model, with how it was computed. */
    ApplyResult.ModelResult told(ApplyResult.ModelResult result) {
        String how = chunked.get(result.name());
        return how == null || result.strategy() != Strategy.FULL ? result : result.saying(how);
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
