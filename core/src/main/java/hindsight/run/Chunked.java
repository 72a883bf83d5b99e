package hindsight.run;

import hindsight.delta.Portions;
import hindsight.history.ChunkFile;
import hindsight.history.ChunkFile.Build;
import hindsight.history.ChunkFile.Chunk;
import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.plan.Goal;
import hindsight.plan.ModelPlan;
import hindsight.plan.Renderings;
import hindsight.plan.WholeForms;
import hindsight.relation.BoundQuery;
import hindsight.time.EffectiveRange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Computes a model's rows chunk by chunk, all from what one commit knew. Finished chunks are kept beside the warehouse, so that a command that is
 * stopped loses one at most; between two of them others may go first. At the end the rows follow what was committed meanwhile.
 */
final class Chunked {
    private final Backfill backfill;
    private final Store store;
    private final Upcoming upcoming;
    private final Renderings renderings;
    private final Maintenance maintenance;
    private final ChunkInputs inputs;

    Chunked(Backfill backfill, Store store, Upcoming upcoming, Renderings renderings, Maintenance maintenance) {
        this.backfill = backfill;
        this.store = store;
        this.upcoming = upcoming;
        this.renderings = renderings;
        this.maintenance = maintenance;
        this.inputs = new ChunkInputs(store, upcoming);
    }

    /**
     * What is to be computed.
     *
     * @param form of the model
     * @param rows how many to read for a chunk
     */
    record Work(WholeForms.Whole form, Portions portions, long rows) {}

    /** A build that goes on, with what it reads. */
    private record Running(Build build, Map<String, RowSet> rows) {}

    /** All rows; empty where there would be one chunk. */
    Optional<StagedTable> stage(ModelPlan model, Goal goal, Work work) {
        ChunkFile file = store.chunks(model.name());
        String identity = inputs.identity(work.form(), backfill.surroundings());
        Running running = resumed(file, identity, work)
                .or(() -> begun(file, identity, goal, work))
                .orElse(null);
        if (running == null) {
            return Optional.empty();
        }
        List<Chunk> chunks = running.build().chunks();
        backfill.inChunks(
                model.name(),
                chunks.size(),
                chunks.stream().filter(Chunk::isDone).count());
        compute(file, model.name(), goal, work, running);
        if (follows(file, goal, work.form(), running)) {
            return Optional.of(file.rows());
        }
        Optional<Running> anew = begun(file, identity, goal, work);
        anew.ifPresent(again -> compute(file, model.name(), goal, work, again));
        return anew.map(again -> file.rows());
    }

    private Optional<Running> resumed(ChunkFile file, String identity, Work work) {
        return file.build()
                .filter(build -> build.identity().equals(identity) && build.basis() <= upcoming.seq())
                .flatMap(build -> inputs.asOf(build.basis(), work.form()).map(rows -> new Running(build, rows)));
    }

    private Optional<Running> begun(ChunkFile file, String identity, Goal goal, Work work) {
        Map<String, RowSet> rows = inputs.present(work.form());
        List<Chunk> chunks = new ChunkBounds(store, upcoming)
                .find(derived(work.portions().moments(), rows), goal.wanted(), work.rows());
        if (chunks.size() < 2) {
            return Optional.empty();
        }
        Build build = new Build(identity, upcoming.seq(), chunks);
        file.begin(build);
        return Optional.of(new Running(build, rows));
    }

    private RowSet derived(BoundQuery query, Map<String, RowSet> rows) {
        return upcoming.derived(query, renderings.sql(query), rows);
    }

    private void compute(ChunkFile file, String model, Goal goal, Work work, Running running) {
        Build build = running.build();
        long done = 0;
        long began = System.nanoTime();
        long computed = 0;
        for (int i = 0; i < build.chunks().size(); i++) {
            Chunk chunk = build.chunks().get(i);
            if (!chunk.isDone()) {
                show(model, build, i, timeLeft(System.nanoTime() - began, computed, build.read() - done));
                backfill.progress().done(done, build.read());
                RowSet rows = derived(work.portions().within(chunk.range()), running.rows());
                file.add(i, goal.setsLogic() && rows instanceof RowSet.Derived own ? own.asQuery() : rows);
                computed += chunk.read();
                if (backfill.givesWay() && inputs.stay(work.form())) {
                    store.giveWay();
                    backfill.gaveWay();
                }
            }
            done += chunk.read();
        }
        if (store.head() != upcoming.seq()) {
            throw new Backfill.MovedException();
        }
    }

    private void show(String model, Build build, int chunk, String left) {
        EffectiveRange range = build.chunks().get(chunk).range();
        backfill.progress()
                .step("compute " + model + " " + range.clause() + ", chunk " + (chunk + 1) + " of "
                        + build.chunks().size() + left + ", rows");
    }

    /** In words; nothing where it is not known yet. */
    private static String timeLeft(long nanos, long computed, long rows) {
        if (computed == 0) {
            return "";
        }
        Duration left = Duration.ofNanos((long) ((double) nanos / computed * rows));
        return left.toMinutes() >= 2
                ? ", about " + left.toMinutes() + " min left"
                : String.format(Locale.ROOT, ", about %d s left", Math.max(1, left.toSeconds()));
    }

    /** Whether the rows are those of the present: what was committed since is a change of them like of any model. */
    private boolean follows(ChunkFile file, Goal goal, WholeForms.Whole form, Running running) {
        if (!inputs.changed(running.build().basis(), form)) {
            return true;
        }
        if (!inputs.areRemembered(form)) {
            return false;
        }
        Maintenance.Attempt attempt = maintenance.follow(
                goal, form, file.table(goal.definition()), running.build().basis());
        if (attempt instanceof Maintenance.Found found) {
            file.follow(goal.definition(), found.diff(), upcoming.seq());
            return true;
        }
        return false;
    }
}
