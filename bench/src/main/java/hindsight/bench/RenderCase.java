package hindsight.bench;

import hindsight.duckdb.DuckEngineProvider;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.project.EngineSettings;
import hindsight.project.SqlText;
import hindsight.schema.Schema;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.sql.writer.DuckDialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.testkit.Tpc;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** TPC-H and TPC-DS as they are written, and as the planner writes them after reading their plans: how long each takes to run. */
final class RenderCase implements Bench.Case {
    private static final double SCALE = 0.1;
    private static final int RUNS = 5;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        List<Figure> figures = new ArrayList<>();
        EngineRequest request = new EngineRequest(
                EngineSettings.DEFAULT,
                place.folder("render").resolve("warehouse"),
                ZoneOffset.UTC,
                Duration.ZERO,
                Clock.systemUTC());
        try (Engine engine = new DuckEngineProvider().open(request)) {
            for (Tpc corpus : Tpc.values()) {
                try (PlainDuck duck = new PlainDuck("")) {
                    for (String statement : corpus.statements(SCALE, place.folder("tpc-" + corpus))) {
                        duck.run(statement);
                    }
                    figures.addAll(figures(corpus, engine, duck));
                }
            }
        }
        return figures;
    }

    private static List<Figure> figures(Tpc corpus, Engine engine, PlainDuck duck) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        List<Double> reading = new ArrayList<>();
        for (Map.Entry<String, String> query : corpus.queries().entrySet()) {
            ParsedQuery parsed = engine.parser().parse(SqlText.of(query.getKey(), query.getValue()));
            Map<String, Schema> inputs = inputs(parsed, duck);
            reading.add(Timing.of(3, 3, () -> written(engine, parsed, inputs)).min());
            pairs.add(Pair.of(duck, query.getKey(), query.getValue(), written(engine, parsed, inputs)));
        }
        double before = pairs.stream().mapToDouble(Pair::original).sum();
        double after = pairs.stream().mapToDouble(Pair::rendered).sum();
        Pair worst = Collections.max(pairs, Comparator.comparingDouble(Pair::ratio));
        Timing times =
                new Timing(reading.stream().mapToDouble(Double::doubleValue).toArray());
        String title = "TPC-" + corpus + " as written by the planner / as it is, ";
        String total = String.format(Locale.ROOT, "%.0f ms against %.0f ms", after, before);
        return List.of(
                new Figure(title + "total", after / before, "x", 1.2, total),
                new Figure(title + "worst", worst.ratio(), "x", 2, worst.toString()),
                new Figure(
                        "TPC-" + corpus + ": binding, reading, writing a query",
                        times.median(),
                        "ms",
                        15,
                        times.toString()));
    }

    /** The best times of a query as it is and as it is written, taken in turns. */
    private record Pair(String name, double original, double rendered) {
        static Pair of(PlainDuck duck, String name, String sql, String written) throws Exception {
            double original = Double.MAX_VALUE;
            double rendered = Double.MAX_VALUE;
            for (int run = 0; run < RUNS; run++) {
                original =
                        Math.min(original, Timing.of(0, 1, () -> duck.read(sql)).min());
                rendered = Math.min(
                        rendered, Timing.of(0, 1, () -> duck.read(written)).min());
            }
            return new Pair(name, original, rendered);
        }

        double ratio() {
            return rendered / original;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s: %.1f ms against %.1f ms", name, rendered, original);
        }
    }

    private static Map<String, Schema> inputs(ParsedQuery query, PlainDuck duck) throws Exception {
        Map<String, Schema> inputs = new HashMap<>();
        for (TableReference table : query.tables()) {
            inputs.put(table.name(), duck.schema("FROM " + table.name()));
        }
        return inputs;
    }

    private static String written(Engine engine, ParsedQuery query, Map<String, Schema> inputs) {
        Meaning meaning = engine.planReader().read(query, inputs).simplified();
        return QueryWriter.write(meaning.understood().orElseThrow(), new DuckDialect());
    }
}
