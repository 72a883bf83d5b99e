package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However files are damaged, the reader answers with a project or with problems at places that exist. */
class DamagedFilesTest {
    private static final int ROUNDS = 300;
    private static final String DEBRIS = "{}[]()'\"$*&!|>-:;,#%@`/\\\n\t \r.0a\uD83D\uDE00\uFEFFé\0";
    private static final String SETTINGS = """
            name: &n shop
            vars: {vat: 0.2, day: 2025-03-01, list: "a"}
            sources:
              orders: {key: [id], load: changes, order: at, columns: {amt: DECIMAL(12,2)}, csv: {delimiter: ";"}}
              "my customers": {files: "data/*.csv"}
            """;
    private static final String MODEL = """
            /*---
            key: [d]
            effective: d
            columns: {tax: {tests: [not_null, relationships: {to: orders, field: id}]}}
            ---*/
            SELECT d, sum(amt) * ${vat} AS "t""x", 'it''s', E'\\'', $x$ - $x$ /* a /* b */ */ FROM orders;
            -- since: 2025-03-01 until: 2025-04-01
            SELECT d, {{ ref('x') }}
            """;

    @TempDir
    Path root;

    @Test
    void areReadOrRejectedAtAPlace() {
        long seed = Long.getLong("hindsight.seed", 20250301L);
        System.out.println("hindsight.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String settings = damaged(SETTINGS, random);
            String model = damaged(MODEL, random);
            try {
                new ProjectFolder(root)
                        .file("hindsight.yml", settings)
                        .file("models/m.sql", model)
                        .read(Optional.empty());
            } catch (InvalidException e) {
                assertThat(e.problems())
                        .as("seed %d round %d", seed, round)
                        .isNotEmpty()
                        .allSatisfy(DamagedFilesTest::check);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round + "\n" + settings + "\n" + model, e);
            }
        }
    }

    private static void check(Problem problem) {
        assertThat(problem.render())
                .startsWith(problem.place().map(Location::toString).orElse("Cannot"));
        problem.place().ifPresent(place -> {
            assertThat(place.line()).isNotNegative();
            assertThat(place.column()).isLessThanOrEqualTo(place.excerpt().length() + 2);
        });
    }

    private static String damaged(String text, Random random) {
        StringBuilder result = new StringBuilder(text);
        for (int wounds = random.nextInt(4); wounds > 0; wounds--) {
            int at = random.nextInt(result.length());
            int length = Math.min(random.nextInt(6), result.length() - at);
            int debris = random.nextInt(DEBRIS.length());
            switch (random.nextInt(4)) {
                case 0 -> result.delete(at, at + length);
                case 1 -> result.insert(at, DEBRIS.charAt(debris));
                case 2 -> result.setCharAt(at, DEBRIS.charAt(debris));
                default -> result.insert(random.nextInt(result.length()), result.substring(at, at + length));
            }
        }
        return result.toString();
    }
}
