package hindsight.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An apply that finds nothing to do, on thirty models: the whole process. */
final class NoOpCase implements Bench.Case {
    private static final int MODELS = 30;

    @Override
    public List<Figure> measure(Place place) throws Exception {
        Path project = place.folder("no-op");
        Files.createDirectories(project.resolve("models"));
        Files.writeString(project.resolve("hindsight.yml"), """
                name: bench
                sources:
                  orders: {key: [id], load: upsert}
                """);
        Files.writeString(project.resolve("orders.csv"), "id,d,amt\n1,2025-03-01,1.50\n2,2025-03-02,2.50\n");
        for (int i = 0; i < MODELS; i++) {
            String input = i % 5 == 0 ? "orders" : "model_" + (i - 1);
            Files.writeString(
                    project.resolve("models/model_" + i + ".sql"),
                    "SELECT id, d, amt + " + i + " AS amt, count(*) OVER (PARTITION BY d) AS n FROM " + input
                            + " WHERE id > 0\n");
        }
        Command command = new Command(place.hindsight(), project);
        command.run("load", "orders", "orders.csv");
        command.run("apply");
        Timing apply = Timing.of(1, 7, () -> command.run("apply"));
        return List.of(
                new Figure("no-op apply of 30 models, whole process", apply.median(), "ms", 1_000, apply.toString()));
    }
}
