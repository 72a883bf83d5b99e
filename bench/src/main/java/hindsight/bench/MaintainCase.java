package hindsight.bench;

import hindsight.bench.Warm.Applied;
import hindsight.bench.Warm.Spent;
import hindsight.plan.Strategy;
import hindsight.testkit.Tpc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The 22 queries of TPC-H as models after changes of a share of the orders: maintained, against recomputed and compared. Every model is
 * verified after every apply.
 */
final class MaintainCase implements Bench.Case {
    private static final int FIXED = 1_000;
    private static final String RECENT = "recent-";
    /** Two queries give two columns one name. */
    private static final String TWICE_NAMED = "n\\.name,";

    private static final Optional<Strategy> BEST = Optional.empty();
    private static final Optional<Strategy> FULL = Optional.of(Strategy.FULL);

    /** @param mean and {@code worst}: the most that maintaining may take, as a part of recomputing */
    private record Bar(double mean, double worst) {
        static Bar of(double share, double scale) {
            if (share <= 0.001) {
                return new Bar(scale >= 10 ? 1 / 20.0 : 1 / 10.0, 1 / 5.0);
            }
            if (share <= 0.01) {
                return new Bar(1 / 5.0, 1.3);
            }
            return new Bar(share <= 0.1 ? 1 / 1.5 : 1.3, 1.3);
        }
    }

    @Override
    public List<Figure> measure(Place place) throws Exception {
        String scale = place.option("scale", "0.1");
        Tpch tables = Tpch.of(place, scale);
        Map<String, String> models = new TreeMap<>(Tpc.H.queries());
        List<String> only = List.of(
                place.option("models", String.join(",", models.keySet())).split(","));
        models.keySet().retainAll(only);
        models.replaceAll((name, sql) -> sql.replaceFirst(TWICE_NAMED, "n.name AS nation,"));
        Path project = place.folder("maintain-" + scale);
        Warm.write(project, settings(), models);
        List<Figure> figures = new ArrayList<>();
        try (Warm warm = new Warm(project)) {
            for (String table : Tpc.H.keys().keySet()) {
                warm.load(table, tables.file(table));
            }
            System.out.printf(
                    Locale.ROOT,
                    "TPC-H at scale %s: first build %.0f ms%n",
                    scale,
                    warm.apply(BEST).all().wall());
            warm.apply(BEST);
            Spent idle = warm.apply(BEST).all();
            for (String share : place.option("shares", "fixed,0.001,recent-0.001,0.01,0.1,0.5")
                    .split(",")) {
                Asked asked = Asked.of(share, tables.rows(), scale);
                Rounds rounds = rounds(place, tables, asked.part(), warm, models);
                rounds.print(asked.title(), idle);
                figures.addAll(rounds.figures(asked.title(), Bar.of(asked.part().share(), Double.parseDouble(scale))));
            }
        }
        return figures;
    }

    /** What changes, as an option says. */
    private record Asked(Tpch.Part part, String title) {
        /** @param share such as {@code fixed}, {@code 0.001} or {@code recent-0.001} */
        static Asked of(String share, long rows, String scale) {
            if (share.equals("fixed")) {
                return new Asked(new Tpch.Part((double) FIXED / rows, false), FIXED + " rows at scale " + scale);
            }
            boolean recent = share.startsWith(RECENT);
            double part = Double.parseDouble(share.replace(RECENT, ""));
            String keys = recent ? ", recent keys," : "";
            return new Asked(
                    new Tpch.Part(part, recent),
                    String.format(Locale.ROOT, "%.4g %%%s at scale %s", part * 100, keys, scale));
        }
    }

    private static String settings() {
        return Tpc.H.keys().entrySet().stream()
                .map(key -> "  " + key.getKey() + ": {key: [" + key.getValue() + "], load: changes}\n")
                .collect(Collectors.joining("", "name: bench\nengine: {memory: 4GB, threads: 2}\nsources:\n", ""));
    }

    /**
     * Changes that are taken back again, other orders in each round. What a recomputation does not keep up has to be made again by the
     * next apply; so all are maintained first, the first of which does not count, and then some recomputed.
     */
    private static Rounds rounds(Place place, Tpch tables, Tpch.Part part, Warm warm, Map<String, String> models)
            throws Exception {
        int count = Integer.parseInt(place.option("rounds", "2"));
        List<Applied> best = new ArrayList<>();
        List<Applied> full = new ArrayList<>();
        for (int round = -1; round < 2 * count; round++) {
            Tpch.Change change = tables.change(part, round, place.folder("change-" + round));
            for (Path files : List.of(change.there(), change.back())) {
                for (String table : Tpch.CHANGED) {
                    warm.load(table, files.resolve(table + ".parquet"));
                }
                boolean maintained = round < count;
                Applied applied = warm.apply(maintained ? BEST : FULL);
                if (round >= 0) {
                    (maintained ? best : full).add(applied);
                }
                if (maintained) {
                    for (String model : models.keySet()) {
                        warm.verify(model);
                    }
                }
            }
        }
        return new Rounds(List.copyOf(models.keySet()), best, full);
    }

    /** Applies of the same changes, either way. */
    private record Rounds(List<String> models, List<Applied> best, List<Applied> full) {
        /** How long the same takes, maintained and recomputed. */
        private record Pair(double best, double full) {
            double ratio() {
                return best / full;
            }
        }

        private Pair pair(ToDoubleFunction<Applied> time) {
            return new Pair(median(best, time), median(full, time));
        }

        private static double median(List<Applied> applies, ToDoubleFunction<Applied> time) {
            return new Timing(applies.stream().mapToDouble(time).toArray()).median();
        }

        /** Those that had to run. */
        private List<String> run() {
            return models.stream()
                    .filter(model -> best.get(0).steps().containsKey("compute " + model))
                    .toList();
        }

        void print(String title, Spent idle) {
            System.out.printf("%n%s%n", title);
            System.out.println("  model strategy   ms best/full        ratio  processor ms       ratio  +rows  -rows");
            for (String model : run()) {
                var result = best.get(0).result(model);
                System.out.printf(
                        "  %-5s %-8s %s %6d %6d%n",
                        model,
                        result.strategy().word(),
                        times(
                                pair(apply -> apply.model(model).wall()),
                                pair(apply -> apply.model(model).processor())),
                        result.added(),
                        result.retracted());
            }
            System.out.printf(
                    "  %-14s %s%n",
                    "whole apply",
                    times(
                            pair(apply -> apply.all().wall() - idle.wall()),
                            pair(apply -> apply.all().processor() - idle.processor())));
            System.out.printf(
                    Locale.ROOT,
                    "  %-14s %8.1f (no-op apply %.1f); publish %s%n",
                    "planning",
                    median(best, apply -> apply.step("plan").wall()),
                    idle.wall(),
                    times(
                            pair(apply -> apply.step("publish").wall()),
                            pair(apply -> apply.step("publish").processor())));
        }

        private static String times(Pair wall, Pair processor) {
            return String.format(
                    Locale.ROOT,
                    "%8.1f %8.1f %6.2f  %8.1f %8.1f %6.2f",
                    wall.best(),
                    wall.full(),
                    1 / wall.ratio(),
                    processor.best(),
                    processor.full(),
                    1 / processor.ratio());
        }

        List<Figure> figures(String title, Bar bar) {
            double sum = 0;
            double processors = 0;
            Pair worst = new Pair(0, 1);
            String name = "";
            for (String model : run()) {
                Pair pair = pair(apply -> apply.model(model).wall());
                sum += Math.log(pair.ratio());
                processors +=
                        Math.log(pair(apply -> apply.model(model).processor()).ratio());
                if (pair.ratio() > worst.ratio()) {
                    worst = pair;
                    name = model;
                }
            }
            String shown = String.format(Locale.ROOT, "%s: %.1f ms against %.1f ms", name, worst.best(), worst.full());
            String inProcessors =
                    String.format(Locale.ROOT, "of the processors' times %.2f", Math.exp(processors / run().size()));
            return List.of(
                    new Figure(
                            "maintained / recomputed, " + title + ", mean",
                            Math.exp(sum / run().size()),
                            "x",
                            bar.mean(),
                            inProcessors),
                    new Figure(
                            "maintained / recomputed, " + title + ", worst", worst.ratio(), "x", bar.worst(), shown));
        }
    }
}
