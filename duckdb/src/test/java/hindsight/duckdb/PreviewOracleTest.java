package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Memory;
import hindsight.history.TableMemory;
import hindsight.plan.Strategy;
import hindsight.problem.InvalidException;
import hindsight.run.ApplyRequest;
import hindsight.run.ApplyResult;
import hindsight.run.Confirmation;
import hindsight.run.PlanOptions;
import hindsight.run.PreviewResult;
import hindsight.testkit.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a preview tells is what the apply after it publishes: the same models, counts and rows, and nothing before that. */
class PreviewOracleTest {
    private static final int STEPS = 30;
    private static final int ROWS = 300;
    private static final int ALL = 1_000_000;

    @TempDir
    Path folder;

    private final Map<Strategy, Integer> used = new EnumMap<>(Strategy.class);
    private final List<String> story = new ArrayList<>();
    private final Map<String, String> written = new HashMap<>();
    private final Map<String, List<int[]>> held = new HashMap<>();
    private long compared;
    private long reshaped;

    @Test
    void appliesWhatWasPreviewed() {
        Random random = Seed.random(PreviewOracleTest.class);
        ShopFolder shop =
                new ShopFolder(folder).settings("sources: {s1: {key: [id], load: upsert}, s2: {load: append}}");
        RandomModels models = new RandomModels(random);
        load(shop, random, "s1");
        load(shop, random, "s2");
        for (int i = 0; i < 5; i++) {
            write(shop, models, models.add(), "add");
        }
        for (int step = 0; step < STEPS; step++) {
            Set<String> dropped = new HashSet<>();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                change(shop, models, random, dropped);
            }
            List<Strategy> strategies = List.of(Strategy.DELTA, Strategy.KEYED, Strategy.FULL);
            compare(
                    shop,
                    Optional.of(strategies.get(random.nextInt(3))).filter(strategy -> random.nextInt(3) > 0),
                    dropped);
        }
        System.out.println(used + ", " + compared + " diffs, " + reshaped + " of other columns");
        assertThat(compared).isPositive();
        assertThat(reshaped).isPositive();
    }

    private void change(ShopFolder shop, RandomModels models, Random random, Set<String> dropped) {
        switch (random.nextInt(8)) {
            case 0 -> write(shop, models, models.add(), "add");
            case 1 -> write(shop, models, models.edit(), "edit");
            case 2 -> write(shop, models, models.switchOne(), "switch");
            case 3, 4 -> write(shop, models, widened(models, random), "widen");
            case 5 -> {
                String gone = models.unread();
                if (!gone.isEmpty() && shop.memory().table(gone).isPresent()) {
                    story.add("drop " + gone);
                    models.remove(gone);
                    written.remove(gone);
                    shop.delete("models/" + gone + ".sql");
                    dropped.add(gone);
                }
            }
            default -> load(shop, random, random.nextBoolean() ? "s1" : "s2");
        }
    }

    /** A column more, or one of another type; nobody reads it. */
    private static String widened(RandomModels models, Random random) {
        String name = models.any();
        RandomModels.Model old = models.models().get(name);
        List<String> values = List.of("k::INTEGER", "k", "'n' || k", "k::DOUBLE", "v % 3", "NULL::DATE");
        String sql = "SELECT k, v, " + values.get(random.nextInt(values.size())) + " AS w FROM (" + old.sql() + ")";
        models.models()
                .put(name, new RandomModels.Model(sql, old.inputs(), old.view(), random.nextBoolean(), old.was()));
        return name;
    }

    private void compare(ShopFolder shop, Optional<Strategy> forced, Set<String> dropped) {
        Memory before = shop.memory();
        Map<String, Long> files = FolderState.of(folder.resolve(".hindsight"));
        PlanOptions options = new PlanOptions(Optional.empty(), forced, Set.of(), dropped);
        PreviewResult preview;
        try {
            preview = shop.preview(options, ALL);
        } catch (InvalidException impossible) {
            String told = impossible.problems().toString();
            assertThat(told).as("%s", story).containsAnyOf("not-incremental", "duplicate-key");
            assertFails(shop, options, told);
            if (forced.isPresent()) {
                compare(shop, Optional.empty(), dropped);
            } else {
                undress(shop, dropped);
            }
            return;
        }
        assertThat(shop.memory()).as("%s", story).isEqualTo(before);
        assertThat(FolderState.of(folder.resolve(".hindsight"))).as("%s", story).isEqualTo(files);
        ApplyResult applied = shop.apply(new ApplyRequest(options, false, "", Confirmation.GIVEN));
        assertThat(preview.pending()).as("%s", story).isEqualTo(applied.seq().isPresent());
        assertThat(told(preview.models().stream()
                        .map(PreviewResult.ModelPreview::result)
                        .toList()))
                .as("%s", story)
                .isEqualTo(told(applied.models()));
        preview.models().forEach(model -> compare(shop, model, before, applied));
    }

    private void assertFails(ShopFolder shop, PlanOptions options, String told) {
        try {
            shop.apply(options);
        } catch (InvalidException failed) {
            assertThat(failed.problems().toString()).isEqualTo(told);
            return;
        }
        throw new AssertionError("apply does what preview says fails: " + told + " after " + story);
    }

    /** Applies without whatever stands against it. */
    private void undress(ShopFolder shop, Set<String> dropped) {
        written.forEach((name, text) -> shop.model(name, text.replace("key: [k]\n", "tags: [k]\n")));
        shop.apply(new PlanOptions(Optional.empty(), Optional.empty(), Set.of(), dropped));
    }

    /** A diff tells how the rows of a view differ from what they were, although none are recorded. */
    private void compare(ShopFolder shop, PreviewResult.ModelPreview model, Memory before, ApplyResult applied) {
        used.merge(model.result().strategy(), 1, Integer::sum);
        boolean isTable = isView(shop.memory(), model.name()).equals(Optional.of(false))
                && !isView(before, model.name()).equals(Optional.of(true));
        if (applied.seq().isPresent() && isTable && model.concerned() > 0) {
            long seq = applied.seq().getAsLong();
            assertThat(model.sample().map(PreviewedRows::of))
                    .as("%s after %s", model.name(), story)
                    .contains(PreviewedRows.published(shop, model.name(), seq));
            compared++;
            reshaped += model.rows().isPresent() && !model.schema().isEmpty() ? 1 : 0;
        }
    }

    private static Optional<Boolean> isView(Memory memory, String table) {
        return memory.table(table).map(TableMemory::isView);
    }

    private static List<String> told(List<ApplyResult.ModelResult> models) {
        return models.stream()
                .map(model -> new ApplyResult.ModelResult(
                                model.name(),
                                model.change(),
                                model.strategy(),
                                model.reason(),
                                model.wholly(),
                                model.added(),
                                model.retracted(),
                                0,
                                model.published())
                        .toString())
                .toList();
    }

    private void write(ShopFolder shop, RandomModels models, String name, String what) {
        story.add(what + " " + name + ": " + models.models().get(name));
        shop.model(name, models.models().get(name).file());
        written.put(name, models.models().get(name).file());
    }

    /** All rows anew, or other values in a few of them. */
    private void load(ShopFolder shop, Random random, String source) {
        story.add("load " + source);
        List<int[]> rows = held.computeIfAbsent(source, none -> new ArrayList<>());
        if (rows.isEmpty() || random.nextInt(4) == 0) {
            rows.clear();
            IntStream.range(0, 1 + random.nextInt(ROWS)).forEach(i -> rows.add(values(random)));
        } else {
            IntStream.range(0, 1 + random.nextInt(3))
                    .forEach(i -> rows.set(random.nextInt(rows.size()), values(random)));
        }
        boolean keyed = source.equals("s1");
        String list = IntStream.range(0, rows.size())
                .mapToObj(i -> "(" + i + ", " + rows.get(i)[0] + ", " + rows.get(i)[1] + ")")
                .collect(Collectors.joining(", "));
        shop.load(
                source,
                keyed ? List.of("id") : List.of(),
                "SELECT " + (keyed ? "id::INTEGER AS id, " : "") + "k::BIGINT AS k, v::BIGINT AS v FROM (VALUES " + list
                        + ") t(id, k, v)");
    }

    private static int[] values(Random random) {
        return new int[] {random.nextInt(40), random.nextInt(20)};
    }
}
