package hindsight.bench;

import com.sun.management.OperatingSystemMXBean;
import hindsight.merge.ConflictPolicy;
import hindsight.plan.Strategy;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.GivenFile;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.PlanOptions;
import hindsight.run.Preview;
import hindsight.run.Progress;
import hindsight.run.Undo;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import hindsight.time.Position;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A project whose commands run in this process, one after the other. */
final class Warm implements AutoCloseable {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Watch watch = new Watch();
    private final Workspace workspace;

    Warm(Path project) {
        workspace = Workspace.open(WorkspaceOptions.of(project, Clock.systemUTC()), watch);
    }

    /** Writes a project's files. */
    static void write(Path project, String settings, Map<String, String> models) throws IOException {
        Files.createDirectories(project.resolve("models"));
        Files.writeString(project.resolve("hindsight.yml"), settings);
        write(project, models);
    }

    /** Writes models' files, over those of these names that are there. */
    static void write(Path project, Map<String, String> models) throws IOException {
        for (Map.Entry<String, String> model : models.entrySet()) {
            Files.writeString(project.resolve("models/" + model.getKey() + ".sql"), model.getValue());
        }
    }

    Workspace workspace() {
        return workspace;
    }

    /** Milliseconds by the clock on the wall, and of all processors in this process. */
    record Spent(double wall, double processor) {
        static Spent since(long nanos, long processor) {
            return new Spent((System.nanoTime() - nanos) / 1e6, (SYSTEM.getProcessCpuTime() - processor) / 1e6);
        }

        static Spent of(Runnable work) {
            long nanos = System.nanoTime();
            long processor = SYSTEM.getProcessCpuTime();
            work.run();
            return since(nanos, processor);
        }
    }

    /**
     * What an apply did.
     *
     * @param steps by what they are called, such as {@code compute q01}
     */
    record Applied(ApplyResult result, Spent all, Map<String, Spent> steps) {
        Applied {
            steps = Map.copyOf(steps);
        }

        Spent step(String name) {
            return steps.getOrDefault(name, new Spent(0, 0));
        }

        Spent model(String name) {
            return step("compute " + name);
        }

        ApplyResult.ModelResult result(String model) {
            return result.models().stream()
                    .filter(one -> one.name().equals(model))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** @return the commit */
    long load(String source, Path file) {
        return new Load(workspace)
                .load(new LoadRequest(
                        Optional.of(source), List.of(new GivenFile.OnDisk(file, file.toString())), Set.of(), ""))
                .seq()
                .orElseThrow();
    }

    void undo(long commit) {
        Undo.Request request =
                new Undo.Request(new Position.Version(commit), ConflictPolicy.FAIL, false, "", Confirmation.GIVEN);
        if (new Undo(workspace).run(request).reversal().seq().isEmpty()) {
            throw new IllegalStateException("#" + commit + " was not undone");
        }
    }

    void preview() {
        new Preview(workspace).preview(new Preview.Request(PlanOptions.ALL, Optional.empty(), 5, Optional.empty()));
    }

    /** @param strategy that must be used; empty: the best */
    Applied apply(Optional<Strategy> strategy) {
        return apply(strategy, Set.of());
    }

    /**
     * An apply.
     *
     * @param strategy that must be used; empty: the best
     * @param restate models whose published rows may follow edited logic
     */
    Applied apply(Optional<Strategy> strategy, Set<String> restate) {
        PlanOptions options = new PlanOptions(Optional.empty(), strategy, restate, Set.of());
        watch.begin();
        long nanos = System.nanoTime();
        long processor = SYSTEM.getProcessCpuTime();
        ApplyResult result = new Apply(workspace).apply(new ApplyRequest(options, false, "", Confirmation.GIVEN));
        return new Applied(result, Spent.since(nanos, processor), watch.end());
    }

    /** @throws IllegalStateException when a model is not what its SQL gives over its inputs */
    void verify(String model) {
        new Verify(workspace)
                .run(new Verify.Request(Optional.of(model), Optional.empty(), false))
                .tables()
                .forEach(table -> {
                    if (!table.isEqual()) {
                        throw new IllegalStateException(model + " is not what it should be: " + table.findings());
                    }
                });
    }

    @Override
    public void close() {
        workspace.close();
    }

    /** Times steps. */
    private static final class Watch implements Progress {
        private Map<String, Spent> steps = new LinkedHashMap<>();
        private String step = "";
        private long nanos;
        private long processor;

        @Override
        public void step(String what) {
            Spent spent = Spent.since(nanos, processor);
            steps.merge(step, spent, (a, b) -> new Spent(a.wall() + b.wall(), a.processor() + b.processor()));
            step = what;
            nanos = System.nanoTime();
            processor = SYSTEM.getProcessCpuTime();
        }

        @Override
        public void done(long units, long of) {}

        void begin() {
            step("plan");
            steps = new LinkedHashMap<>();
        }

        Map<String, Spent> end() {
            step("");
            return steps;
        }
    }
}
