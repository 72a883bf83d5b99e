package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.plan.Strategy;
import hindsight.problem.Problem;
import hindsight.run.Apply;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.ApplyResult.ModelResult;
import hindsight.run.Confirmation;
import hindsight.run.GivenFile;
import hindsight.run.Insistence;
import hindsight.run.Load;
import hindsight.run.LoadRequest;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import hindsight.run.Workspace;
import hindsight.run.WorkspaceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A project of models that are applied by every strategy in turn, held against recomputation, and counted. */
final class MaintainedModels implements AutoCloseable {
    /** How an apply is asked for. */
    enum Way {
        DELTA(Optional.of(Strategy.DELTA)),
        KEYED(Optional.of(Strategy.KEYED)),
        /** By the best strategy, but not whole. */
        REQUIRED(Optional.empty()),
        /** By the best strategy. */
        FREE(Optional.empty());

        private final Optional<Strategy> forced;

        Way(Optional<Strategy> forced) {
            this.forced = forced;
        }
    }

    private static final Pattern CUT = Pattern.compile("(?i)\\blimit\\s+(\\d+)");

    private final Path folder;
    private final Map<String, String> models;
    private Workspace workspace;
    private boolean required;
    private final Map<Way, Map<String, Strategy>> found = new EnumMap<>(Way.class);
    private final Map<Way, Map<String, String>> reasons = new EnumMap<>(Way.class);
    private final Set<String> changed = new TreeSet<>();

    /** @param models texts by name, each after those that it reads */
    MaintainedModels(Path folder, String settings, Map<String, String> models) throws IOException {
        this.folder = folder;
        this.models = models;
        Files.createDirectories(folder.resolve("models"));
        Files.writeString(
                folder.resolve("hindsight.yml"), "name: proof\nengine: {memory: 1GB, threads: 2}\n" + settings);
        this.workspace = opened();
        for (Way way : Way.values()) {
            found.put(way, new TreeMap<>());
            reasons.put(way, new TreeMap<>());
        }
    }

    /** A workspace knows the models as they are when it is opened. */
    private Workspace opened() throws IOException {
        String settings = required ? "/*---\nincremental: required\n---*/\n" : "";
        for (Map.Entry<String, String> model : models.entrySet()) {
            Files.writeString(folder.resolve("models/" + model.getKey() + ".sql"), settings + model.getValue());
        }
        Clock clock = Clock.fixed(Instant.parse("2025-03-01T08:00:00Z"), ZoneOffset.UTC);
        return Workspace.open(WorkspaceOptions.of(folder, clock), Progress.SILENT);
    }

    private void require(boolean now) throws IOException {
        if (required != now) {
            required = now;
            workspace.close();
            workspace = opened();
        }
    }

    void load(String source, Path file) {
        new Load(workspace)
                .load(new LoadRequest(
                        Optional.of(source),
                        List.of(new GivenFile.OnDisk(file, file.toString())),
                        Set.of(Insistence.AGAIN, Insistence.ALLOW_DELETES),
                        ""));
    }

    void build() {
        assertThat(apply(Optional.empty(), Optional.empty()).failures()).isEmpty();
    }

    /** Applies some models, and then whole those that could not be applied so. */
    void apply(Way way, Collection<String> some) throws IOException {
        require(way == Way.REQUIRED);
        Optional<String> select = Optional.of(String.join(" ", some));
        ApplyResult result = apply(select, way.forced);
        result.models().forEach(model -> count(way, model));
        for (Problem failure : result.failures()) {
            assertThat(failure.code()).as(failure.message()).isEqualTo("not-incremental");
            String[] words = failure.message().split(" ", 5);
            reasons.get(way).put(words[3], words[4].substring(words[4].indexOf(": ") + 2));
        }
        if (!result.failures().isEmpty()) {
            ApplyResult rest = apply(select, Optional.of(Strategy.FULL));
            assertThat(rest.failures()).isEmpty();
        }
    }

    private ApplyResult apply(Optional<String> select, Optional<Strategy> forced) {
        PlanOptions options = new PlanOptions(select, forced, Set.of(), Set.of());
        return new Apply(workspace).apply(new ApplyRequest(options, true, "", Confirmation.GIVEN));
    }

    private void count(Way way, ModelResult model) {
        boolean maintained = model.strategy() == Strategy.DELTA || model.strategy() == Strategy.KEYED;
        if (maintained) {
            found.get(way).put(model.name(), model.strategy());
            if (model.added() + model.retracted() > 0) {
                changed.add(model.name());
            }
        } else if (model.strategy() == Strategy.FULL && way != Way.FREE && model.published()) {
            throw new AssertionError(way + ": " + model.name() + " was computed whole: " + model.reason());
        }
    }

    /**
     * Every model against its history, and against its logic over its inputs, and against what its text gives in a session
     * that has the tables. Where a limit may choose among equals, only the number of rows counts.
     */
    void check(Session session, String story) {
        for (String model : models.keySet()) {
            Verify.Result result =
                    new Verify(workspace).run(new Verify.Request(Optional.of(model), Optional.empty(), false));
            assertThat(result.tables()).as(story).allMatch(Verify.Table::isEqual);
        }
        models.forEach((model, sql) -> session.execute("CREATE OR REPLACE VIEW " + model + " AS " + sql));
        session.execute("ATTACH '" + folder.resolve(".hindsight/warehouse.duckdb") + "' AS w (READ_ONLY)");
        models.forEach((model, sql) -> {
            PlanQueries.Answer expected = PlanQueries.answer(session, "FROM " + model);
            PlanQueries.Answer actual = PlanQueries.answer(session, "FROM w.main." + model);
            boolean cut = CUT.matcher(sql)
                    .results()
                    .anyMatch(limit ->
                            Integer.parseInt(limit.group(1)) <= expected.rows().size());
            if (cut ? actual.rows().size() != expected.rows().size() : !actual.hasRows(expected)) {
                assertThat(actual.rows())
                        .as("%s, %s\n%s", model, story, sql)
                        .containsExactlyInAnyOrderElementsOf(expected.rows());
            }
        });
        session.execute("DETACH w");
    }

    /** Those that were maintained at least once by one of the strategies. */
    Set<String> maintained() {
        Set<String> all = new TreeSet<>();
        found.values().forEach(way -> all.addAll(way.keySet()));
        return all;
    }

    /** Those that were to be maintained in any way, and never were; by keys alone, not all can be. */
    Set<String> refused() {
        Set<String> all = new TreeSet<>(reasons.get(Way.DELTA).keySet());
        all.addAll(reasons.get(Way.REQUIRED).keySet());
        all.removeAll(maintained());
        return all;
    }

    /** Those that were maintained and whose rows did change then. */
    Set<String> changed() {
        return changed;
    }

    void print() {
        for (Way way : Way.values()) {
            if (found.get(way).isEmpty() && reasons.get(way).isEmpty()) {
                continue;
            }
            long delta = found.get(way).values().stream()
                    .filter(Strategy.DELTA::equals)
                    .count();
            System.out.printf(
                    "%s: of %d models, %d by delta, %d by keys%n",
                    way, models.size(), delta, found.get(way).size() - delta);
            reasons.get(way).forEach((model, reason) -> System.out.println("  not " + model + ": " + reason));
        }
        Set<String> never = new TreeSet<>(models.keySet());
        never.removeAll(maintained());
        Set<String> same = new TreeSet<>(maintained());
        same.removeAll(changed);
        System.out.println("never maintained: " + never + "; maintained, but never changed: " + same);
    }

    @Override
    public void close() {
        workspace.close();
    }
}
