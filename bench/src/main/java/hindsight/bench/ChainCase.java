package hindsight.bench;

import hindsight.bench.Warm.Applied;
import hindsight.bench.Warm.Spent;
import hindsight.plan.Strategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Ten models, each of which reads the one before, after a change of one row: over a million rows, and over a thousand. */
final class ChainCase implements Bench.Case {
    private static final int MODELS = 10;
    private static final int RUNS = 5;

    private final String last = model(MODELS - 1);

    @Override
    public List<Figure> measure(Place place) throws Exception {
        List<Figure> figures = new ArrayList<>();
        Times large = times(place, Long.parseLong(place.option("rows", "1000000")));
        figures.add(new Figure(
                "one row of 1M through a chain of 10 models", large.best().median(), "ms", 150, large.toString()));
        Times small = times(place, 1_000);
        figures.add(new Figure(
                "a model's own cost, tables of 1,000 rows",
                (small.best().median() - small.idle().wall()) / MODELS,
                "ms",
                10,
                small.toString()));
        figures.add(new Figure(
                "maintained / recomputed, tables of 1,000 rows",
                (small.best().median() - 20) / small.full().median(),
                "x",
                1.3,
                "20 ms less than maintained"));
        return figures;
    }

    /** Of whole applies. */
    private record Times(List<Spent> maintained, List<Spent> recomputed, Spent idle) {
        Timing best() {
            return timing(maintained, Spent::wall);
        }

        Timing full() {
            return timing(recomputed, Spent::wall);
        }

        private static Timing timing(List<Spent> spent, ToDoubleFunction<Spent> time) {
            return new Timing(spent.stream().mapToDouble(time).toArray());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "maintained %s, recomputed %s, no-op %.1f ms; of processors %.0f, %.0f, %.0f ms",
                    best(),
                    full(),
                    idle.wall(),
                    timing(maintained, Spent::processor).median(),
                    timing(recomputed, Spent::processor).median(),
                    idle.processor());
        }
    }

    private Times times(Place place, long rows) throws Exception {
        Path project = place.folder("chain-" + rows);
        Warm.write(project, """
                name: bench
                engine: {memory: 4GB, threads: 2}
                sources:
                  orders: {key: [id], load: upsert}
                  customers: {key: [customer], load: upsert}
                """, models());
        try (PlainDuck duck = new PlainDuck("")) {
            write(duck, project, rows);
            try (Warm warm = new Warm(project)) {
                warm.load("orders", project.resolve("orders.parquet"));
                warm.load("customers", project.resolve("customers.parquet"));
                warm.apply(Optional.empty());
                warm.apply(Optional.empty());
                Spent idle = warm.apply(Optional.empty()).all();
                List<Spent> best = new ArrayList<>();
                List<Spent> full = new ArrayList<>();
                for (int run = -2; run < 2 * RUNS; run++) {
                    Path changed = project.resolve("changed-" + run + ".parquet");
                    duck.run("COPY (SELECT * REPLACE ((amount + 1)::DECIMAL(12,2) AS amount) FROM '" + project
                            + "/orders.parquet' WHERE id = " + (17 * run + 500) + ") TO '" + changed + "'");
                    warm.load("orders", changed);
                    boolean recomputed = run % 2 != 0;
                    Applied applied = warm.apply(recomputed ? Optional.of(Strategy.FULL) : Optional.empty());
                    if (run >= 0) {
                        (recomputed ? full : best).add(applied.all());
                    }
                    if (run <= 0) {
                        told(rows, applied, warm, run);
                    }
                }
                return new Times(best, full, idle);
            }
        }
    }

    private static void write(PlainDuck duck, Path project, long rows) throws Exception {
        duck.run("COPY (SELECT i AS id, hash(i) % " + (rows / 10)
                + " AS customer, (i % 1000)::DECIMAL(12,2) AS amount, "
                + "DATE '2025-01-01' + (i % 365)::INTEGER AS day FROM range(" + rows + ") r(i)) TO '" + project
                + "/orders.parquet'");
        duck.run("COPY (SELECT i::UBIGINT AS customer, 'country ' || (i % 50) AS country FROM range(" + (rows / 10)
                + ") r(i)) TO '" + project + "/customers.parquet'");
    }

    private void told(long rows, Applied applied, Warm warm, int run) throws Exception {
        if (run == 0) {
            tell(rows, applied);
        }
        for (String model : models().keySet()) {
            warm.verify(model);
        }
    }

    private void tell(long rows, Applied applied) {
        System.out.printf("%nA chain of %d models over %d rows%n", MODELS, rows);
        for (String model : models().keySet()) {
            Spent spent = applied.model(model);
            var result = applied.result(model);
            System.out.printf(
                    Locale.ROOT,
                    "  %s %-8s %8.1f ms +%d -%d%n",
                    model,
                    result.strategy().word(),
                    spent.wall(),
                    result.added(),
                    result.retracted());
        }
        System.out.printf(
                Locale.ROOT,
                "  planning %.1f ms, publish %.1f ms, all %.1f ms%n",
                applied.step("plan").wall(),
                applied.step("publish").wall(),
                applied.all().wall());
    }

    private static String model(int place) {
        return "step_" + place;
    }

    private Map<String, String> models() {
        Map<String, String> models = new TreeMap<>();
        String key = "/*---\nkey: [id]\n---*/\n";
        models.put(
                model(0), key + "SELECT id, customer, amount, day, amount * 1.19 AS gross FROM orders WHERE id >= 0");
        models.put(model(1), key + "SELECT o.*, c.country FROM step_0 o JOIN customers c USING (customer)");
        models.put(model(2), key + "SELECT * FROM step_1 WHERE country <> 'country 7'");
        models.put(model(3), key + "SELECT *, upper(country) AS land FROM step_2");
        models.put(model(4), key + "SELECT *, count(*) OVER (PARTITION BY customer) AS orders FROM step_3");
        models.put(model(5), key + "SELECT *, gross - amount AS vat FROM step_4");
        models.put(
                model(6),
                key
                        + "SELECT s.*, c.country IS NOT NULL AS known FROM step_5 s LEFT JOIN customers c USING (customer)");
        models.put(
                model(7),
                "/*---\nkey: [customer]\n---*/\nSELECT customer, any_value(land) AS land, sum(amount) AS amount, sum(vat) AS vat FROM step_6 GROUP BY customer");
        models.put(model(8), "/*---\nkey: [customer]\n---*/\nSELECT *, amount + vat AS total FROM step_7");
        models.put(last, "/*---\nkey: [land]\n---*/\nSELECT land, sum(total) AS total FROM step_8 GROUP BY land");
        return models;
    }
}
