package hindsight.bench;

import hindsight.bench.Warm.Applied;
import hindsight.bench.Warm.Spent;
import hindsight.plan.Strategy;
import hindsight.run.ApplyResult.ModelResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An edit after which one row in a hundred is another, beside the same edit where all rows are computed and compared; and a predicate that
 * takes more rows out.
 */
final class LogicCase implements Bench.Case {
    private static final int RUNS = 4;
    private static final int WARM = 1;
    private static final int MONTHS = 12;

    /** What may be lost where computing the model whole was the right thing to do. */
    private static final double LOSS = 1 / 1.3;

    /** Rows of a thousand that the predicate takes out. */
    private static final List<Integer> TAKEN = List.of(50, 100, 200, 300, 500, 900);

    /**
     * A model that is edited.
     *
     * @param text with a place for what is edited
     * @param now what stands there from now on, for each run another
     * @param bar how many times as fast it must be
     */
    private record Shape(String text, String then, String now, double bar) {
        String before() {
            return text.formatted(then);
        }

        String after(int run) {
            return text.formatted(now.formatted(run + 10));
        }
    }

    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("a predicate", predicate(10, 5));
        SHAPES.put(
                "an expression",
                new Shape(
                        """
                SELECT id, customer, day, amount, %s AS gross FROM orders
                """,
                        "amount * 2",
                        "(CASE WHEN amount < 10 THEN amount * 3 + %d ELSE amount * 2 END)::DECIMAL(18,2)",
                        5));
        SHAPES.put("a predicate of joined rows", new Shape("""
                SELECT id, country, day, amount FROM orders JOIN customers USING (customer) WHERE %s
                """, "amount >= 0", "amount >= 10 + %d - %1$d", 5));
        SHAPES.put(
                "a predicate below groups",
                new Shape("""
                SELECT customer, day, sum(amount) AS gross, count(*) AS orders FROM orders WHERE %s GROUP BY ALL
                """, "customer >= 0", "(customer >= 30 OR amount > 990 + %d - %1$d)", LOSS));
        SHAPES.put(
                "a predicate of one of 12 sections",
                new Shape(sections(), "amount >= 0", "amount >= 10 + %d - %1$d", LOSS));
        TAKEN.forEach(taken -> SHAPES.put("a predicate that takes out " + taken / 10 + " %", predicate(taken, LOSS)));
    }

    private static Shape predicate(int taken, double bar) {
        return new Shape("""
                SELECT id, customer, day, amount, amount * 2 AS gross FROM orders WHERE %s
                """, "amount >= 0", "amount >= " + taken + " + %d - %1$d", bar);
    }

    private static String sections() {
        StringBuilder text = new StringBuilder("/*---\neffective: day\n---*/\n");
        for (int month = 1; month <= MONTHS; month++) {
            text.append(month == 1 ? "" : "-- since: 2025-%02d-01\n".formatted(month))
                    .append("SELECT id, customer, day, amount, amount * 2 AS gross FROM orders WHERE ")
                    .append(month == 7 ? "%s\n" : "amount >= 0\n");
        }
        return text.toString();
    }

    @Override
    public List<Figure> measure(Place place) throws Exception {
        long rows = Long.parseLong(place.option("rows", "3000000"));
        Path data = place.folder("logic");
        List<Figure> figures = new ArrayList<>();
        try (PlainDuck duck = new PlainDuck("")) {
            write(duck, data, rows);
        }
        for (Map.Entry<String, Shape> shape : SHAPES.entrySet()) {
            if (shape.getKey().contains(place.option("edits", ""))) {
                figures.addAll(figures(place, data, shape.getKey(), shape.getValue()));
            }
        }
        return figures;
    }

    private static List<Figure> figures(Place place, Path data, String name, Shape shape) throws Exception {
        Path folder = place.folder("logic " + name);
        write(folder, shape.before());
        List<Applied> edits = new ArrayList<>();
        List<Applied> wholes = new ArrayList<>();
        try (Warm warm = new Warm(folder)) {
            warm.load("orders", data.resolve("orders.parquet"));
            warm.load("customers", data.resolve("customers.parquet"));
            warm.apply(Optional.empty());
        }
        for (int run = -WARM; run < RUNS; run++) {
            for (Optional<Strategy> forced : List.of(Optional.<Strategy>empty(), Optional.of(Strategy.FULL))) {
                write(folder, shape.after(run));
                Applied edited = restated(folder, forced);
                write(folder, shape.before());
                restated(folder, forced);
                if (run >= 0) {
                    (forced.isEmpty() ? edits : wholes).add(edited);
                }
            }
        }
        try (Warm warm = new Warm(folder)) {
            warm.verify("gross");
        }
        return List.of(speed(name, shape, edits, wholes), touched(name, edits, wholes));
    }

    private static Figure speed(String name, Shape shape, List<Applied> edits, List<Applied> wholes) {
        System.out.println("An edit, " + name + ": " + told(edits) + "\n  forced full: " + told(wholes));
        double ratio = least(wholes) / least(edits);
        return new Figure(
                "1 / (an edit against forced full), " + name,
                1 / ratio,
                "x",
                1.0 / shape.bar(),
                String.format(Locale.ROOT, "%.1f times as fast", ratio));
    }

    private static Figure touched(String name, List<Applied> edits, List<Applied> wholes) {
        return new Figure(
                "rows written / rows that differ, " + name,
                rows(edits) / (double) rows(wholes),
                "x",
                1,
                rows(edits) + " / " + rows(wholes));
    }

    private static long rows(List<Applied> applied) {
        ModelResult model = applied.get(0).result("gross");
        return model.added() + model.retracted();
    }

    private static double least(List<Applied> applied) {
        return timing(applied).min();
    }

    private static Timing timing(List<Applied> applied) {
        return new Timing(
                applied.stream().mapToDouble(one -> one.model("gross").wall()).toArray());
    }

    private static String told(List<Applied> applied) {
        Applied last = applied.get(applied.size() - 1);
        Spent all = last.all();
        return String.format(
                Locale.ROOT,
                "%s (%s), model %s, last: all %.0f, processor %.0f, %s",
                last.result("gross").strategy().word(),
                last.result("gross").reason(),
                timing(applied),
                all.wall(),
                all.processor(),
                last.steps());
    }

    private static Applied restated(Path folder, Optional<Strategy> forced) {
        try (Warm warm = new Warm(folder)) {
            return warm.apply(forced, Set.of("gross"));
        }
    }

    private static void write(Path folder, String model) throws Exception {
        Warm.write(folder, """
                name: bench
                engine: {memory: 4GB, threads: 2}
                sources:
                  orders: {key: [id], load: upsert}
                  customers: {key: [customer], load: upsert}
                """, Map.of("gross", model));
    }

    private static void write(PlainDuck duck, Path folder, long rows) throws Exception {
        duck.run(
                "COPY (SELECT i AS id, (hash(i) % 3000)::BIGINT AS customer, (hash(i * 7) % 1000)::DECIMAL(12,2) AS amount, "
                        + "DATE '2025-01-01' + (i * 365 // " + rows + ")::INTEGER AS day FROM range(" + rows
                        + ") r(i)) TO '"
                        + folder + "/orders.parquet'");
        duck.run("COPY (SELECT i::BIGINT AS customer, 'country ' || (i % 50) AS country FROM range(3000) r(i)) TO '"
                + folder + "/customers.parquet'");
    }
}
