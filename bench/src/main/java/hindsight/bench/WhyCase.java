package hindsight.bench;

import hindsight.run.History.Choice;
import hindsight.run.Why;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a value is what it is: one of the last of four models over a source of three million rows, down to the rows that were loaded. */
final class WhyCase implements Bench.Case {
    private static final int RUNS = 7;
    private static final double BAR = 1000;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        long rows = Long.parseLong(place.option("rows", "3000000"));
        Path folder = place.folder("why");
        Path data = place.folder("why data");
        try (PlainDuck duck = new PlainDuck("")) {
            write(duck, data, rows);
        }
        Warm.write(folder, """
                name: bench
                engine: {memory: 4GB, threads: 2}
                sources:
                  orders: {key: [id], load: upsert}
                  customers: {key: [customer], load: upsert}
                """, models());
        try (Warm warm = new Warm(folder)) {
            warm.load("orders", data.resolve("orders.parquet"));
            warm.load("customers", data.resolve("customers.parquet"));
            warm.apply(Optional.empty());
            warm.load("orders", data.resolve("late.parquet"));
            warm.apply(Optional.empty());
            return List.of(
                    figure(warm, "a day", "days", "day=2025-03-05,country=country 7", Optional.empty()),
                    figure(warm, "a month", "months", "month=2025-03-01,country=country 7", Optional.empty()),
                    figure(
                            warm,
                            "a month as of before",
                            "months",
                            "month=2025-03-01,country=country 7",
                            Optional.of(3L)),
                    figure(warm, "a missing day", "days", "day=2026-03-05,country=country 7", Optional.empty()));
        }
    }

    private static Map<String, String> models() {
        Map<String, String> models = new LinkedHashMap<>();
        models.put(
                "paid", "/*---\nkey: [id]\n---*/\nSELECT id, day, customer, amount FROM orders WHERE status <> 'open'");
        models.put(
                "spent",
                "/*---\nkey: [day, customer]\n---*/\nSELECT day, customer, sum(amount) AS total FROM paid GROUP BY day, customer");
        models.put(
                "days",
                "/*---\nkey: [day, country]\n---*/\nSELECT day, country, sum(total) AS total FROM spent JOIN customers USING (customer) GROUP BY day, country");
        models.put(
                "months",
                "/*---\nkey: [month, country]\n---*/\nSELECT date_trunc('month', day)::DATE AS month, country, sum(total) AS total FROM days GROUP BY ALL");
        return models;
    }

    private static Figure figure(Warm warm, String name, String table, String key, Optional<Long> asOf) {
        Why.Request request = new Why.Request(
                table,
                new Choice.Key(key),
                Optional.of("total"),
                asOf.map(Position.Version::new),
                5,
                Integer.MAX_VALUE);
        List<Double> millis = new ArrayList<>();
        Why.Result last = new Why(warm.workspace()).run(request);
        for (int i = 0; i < RUNS; i++) {
            long begun = System.nanoTime();
            last = new Why(warm.workspace()).run(request);
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        Timing timing =
                new Timing(millis.stream().mapToDouble(Double::doubleValue).toArray());
        String found = last.made()
                .map(made -> made.tables().get(made.tables().size() - 1))
                .map(source -> source.rows() + " rows of " + source.name())
                .orElse("it is missing");
        return new Figure("why " + name, timing.median(), "ms", BAR, timing + ", " + found);
    }

    private static void write(PlainDuck duck, Path folder, long rows) throws Exception {
        String order = "SELECT i AS id, (hash(i) %% 1000)::INTEGER AS customer, (i %% 1000)::DECIMAL(12,2) AS amount, "
                + "DATE '2025-01-01' + (i * 365 // " + rows
                + ")::INTEGER AS day, CASE WHEN i %% 10 = 0 THEN 'open' ELSE 'paid' END AS status FROM range(%s) r(i)";
        duck.run("COPY (" + order.formatted(rows) + ") TO '" + folder + "/orders.parquet'");
        duck.run("COPY (SELECT * REPLACE (amount + 1 AS amount) FROM (" + order.formatted(rows)
                + ") WHERE id % 997 = 0) TO '" + folder + "/late.parquet'");
        duck.run("COPY (SELECT i::INTEGER AS customer, 'country ' || (i % 50) AS country FROM range(1000) r(i)) TO '"
                + folder + "/customers.parquet'");
    }
}
