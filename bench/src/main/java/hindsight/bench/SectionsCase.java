package hindsight.bench;

import hindsight.bench.Warm.Applied;
import hindsight.bench.Warm.Spent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A late row into a model that has another logic for each month, beside the same row into one that has the same logic for ever. */
final class SectionsCase implements Bench.Case {
    private static final int RUNS = 15;
    private static final int WARM = 8;
    private static final int MONTHS = 12;

    /** What a model does, over rows that are grouped finely, coarsely, or not at all. */
    private static final Map<String, String> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("by day and customer", """
                SELECT day, customer, sum(amount) * 1.%02d AS gross, count(*) AS orders
                FROM orders WHERE amount > 0 GROUP BY day, customer
                """);
        SHAPES.put("by day", """
                SELECT day, sum(amount) * 1.%02d AS gross, count(*) AS orders FROM orders WHERE amount > 0 GROUP BY day
                """);
        SHAPES.put("row by row, joined", """
                SELECT id, day, country, amount * 1.%02d AS gross FROM orders JOIN customers USING (customer)
                """);
    }

    @Override
    public List<Figure> measure(Place place) throws Exception {
        long rows = Long.parseLong(place.option("rows", "1000000"));
        Path data = place.folder("sections");
        List<Figure> figures = new ArrayList<>();
        try (PlainDuck duck = new PlainDuck("")) {
            write(duck, data, rows);
            for (Map.Entry<String, String> shape : SHAPES.entrySet()) {
                figures.add(figure(place, data, duck, shape));
            }
        }
        return figures;
    }

    private static Figure figure(Place place, Path data, PlainDuck duck, Map.Entry<String, String> shape)
            throws Exception {
        String name = shape.getKey();
        try (Project one = project(place, data, name + ", once", model(shape.getValue(), 1));
                Project many = project(place, data, name + ", monthly", model(shape.getValue(), MONTHS))) {
            for (int run = -WARM; run < RUNS; run++) {
                Path late = data.resolve("late-" + name.hashCode() + run + ".parquet");
                duck.run("COPY (SELECT " + (100_000_000 + run) + " AS id, 7::UBIGINT AS customer, "
                        + "12::DECIMAL(12,2) AS amount, DATE '2025-03-15' AS day) TO '" + late + "'");
                one.late(late, run >= 0);
                many.late(late, run >= 0);
            }
            one.warm().verify("gross");
            many.warm().verify("gross");
            System.out.println("A late row, " + name + ": one section " + one + "; " + MONTHS + " sections " + many);
            return new Figure(
                    "a late row into 12 sections / into 1, " + name,
                    many.own() / one.own(),
                    "x",
                    1.5,
                    String.format(Locale.ROOT, "%.1f / %.1f ms without a no-op's", many.own(), one.own()));
        }
    }

    /** Under measurement. */
    private record Project(Warm warm, List<Spent> idle, List<Applied> applied) implements AutoCloseable {
        void late(Path file, boolean counts) {
            warm.load("orders", file);
            Applied after = warm.apply(Optional.empty());
            Applied nothing = warm.apply(Optional.empty());
            if (counts) {
                applied.add(after);
                idle.add(nothing.all());
            }
        }

        /** Of the apply, in milliseconds: the least of all runs, because others wait for processes that have nothing to do with it. */
        double own() {
            return timing(applied.stream().map(Applied::all).toList(), Spent::wall)
                            .min()
                    - timing(idle, Spent::wall).min();
        }

        private double median(Function<Applied, Spent> part) {
            return timing(applied.stream().map(part).toList(), Spent::wall).median();
        }

        private static Timing timing(List<Spent> spent, ToDoubleFunction<Spent> time) {
            return new Timing(spent.stream().mapToDouble(time).toArray());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s, all %s; plan %.1f, model %.1f, publish %.1f, no-op %s",
                    applied.get(applied.size() - 1).result("gross").strategy().word(),
                    timing(applied.stream().map(Applied::all).toList(), Spent::wall),
                    median(one -> one.step("plan")),
                    median(one -> one.model("gross")),
                    median(one -> one.step("publish")),
                    timing(idle, Spent::wall));
        }

        @Override
        public void close() {
            warm.close();
        }
    }

    private static Project project(Place place, Path data, String name, String model) throws Exception {
        Path folder = place.folder("sections " + name);
        Warm.write(folder, """
                name: bench
                engine: {memory: 4GB, threads: 2}
                sources:
                  orders: {key: [id], load: upsert}
                  customers: {key: [customer], load: upsert}
                """, Map.of("gross", model));
        Warm warm = new Warm(folder);
        warm.load("orders", data.resolve("orders.parquet"));
        warm.load("customers", data.resolve("customers.parquet"));
        warm.apply(Optional.empty());
        return new Project(warm, new ArrayList<>(), new ArrayList<>());
    }

    private static String model(String shape, int sections) {
        StringBuilder text = new StringBuilder("/*---\neffective: day\n---*/\n");
        for (int section = 0; section < sections; section++) {
            if (section > 0) {
                text.append(String.format(Locale.ROOT, "-- since: 2025-%02d-01%n", section + 1));
            }
            text.append(shape.formatted(section));
        }
        return text.toString();
    }

    private static void write(PlainDuck duck, Path folder, long rows) throws Exception {
        duck.run("COPY (SELECT i AS id, hash(i) % " + (rows / 1000)
                + " AS customer, (i % 1000)::DECIMAL(12,2) AS amount, DATE '2025-01-01' + (i * 365 // " + rows
                + ")::INTEGER AS day FROM range(" + rows + ") r(i)) TO '" + folder + "/orders.parquet'");
        duck.run("COPY (SELECT i::UBIGINT AS customer, 'country ' || (i % 50) AS country FROM range(" + (rows / 1000)
                + ") r(i)) TO '" + folder + "/customers.parquet'");
    }
}
