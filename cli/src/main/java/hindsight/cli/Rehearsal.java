package hindsight.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs common commands in one process, so that the virtual machine can note which classes a start needs. What the commands
 * say, and whether they succeed, does not matter.
 */
public final class Rehearsal {
    private static final List<String> COMMANDS = List.of(
            "--version",
            "--help",
            "nothing",
            "run",
            "plan",
            "apply --yes",
            "load orders late.csv",
            "plan",
            "apply --yes --partial --strategy delta",
            "load orders corrected.csv",
            "apply --yes --partial --strategy keyed",
            "load",
            "test",
            "status",
            "log",
            "show head",
            "query SELECT+*+FROM+customers",
            "query SELECT+*+FROM+missing",
            "diff customers 0..head",
            "history customers customer=ann",
            "verify",
            "status --json");

    /** What changes after a first apply, so that classes that maintain models are loaded. */
    private static final Map<String, String> CHANGES = Map.of("late.csv", """
            id,ordered_on,customer,amount
            5,2025-03-04,ann,7.50
            6,2025-03-06,dora,12.00
            """, "corrected.csv", """
            id,ordered_on,customer,amount
            3,2025-03-05,bob,50.00
            """);

    /** What SQL is made of: classes that read, simplify and write it are loaded where they are needed. */
    private static final Map<String, String> MODELS = Map.of("days", """
            /*---
            materialized: view
            ---*/
            SELECT customer, ordered_on::DATE AS day, extract(month FROM ordered_on::DATE) AS month, amount, amount > 10 AS large
            FROM orders
            WHERE amount IS NOT NULL AND NOT starts_with(customer, 'x')
            """, "places", """
            /*---
            key: [customer, day]
            columns: {customer: {tests: [not_null]}}
            ---*/
            WITH daily AS (
              SELECT customer, day, sum(amount) AS amount, count(*) FILTER (large) AS large, count(DISTINCT month) AS months
              FROM days
              GROUP BY ALL
            )
            SELECT
              *,
              round(100.0 * large / greatest(months, 1), 1)::DECIMAL(8,1) AS percent,
              sum(amount) OVER three AS three_days,
              rank() OVER (PARTITION BY day ORDER BY amount DESC, customer) AS place
            FROM daily
            WINDOW three AS (PARTITION BY customer ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
            """, "best", """
            SELECT p.customer, max(p.amount) AS amount, count(*) AS days, avg(p.amount) AS large, list_transform([1], lambda x: x + 1) AS one
            FROM places p
            JOIN orders o ON o.customer = p.customer
            LEFT JOIN (SELECT customer FROM days GROUP BY customer HAVING count(*) > 1) often ON often.customer = p.customer
            WHERE p.place IN (1, 2, 3) OR EXISTS (FROM orders x WHERE x.amount > p.amount)
            GROUP BY p.customer
            UNION ALL
            SELECT DISTINCT customer, CASE WHEN true THEN 1 END, 1, 0.5, [2] FROM places
            ORDER BY 2 DESC NULLS LAST, 1, 3
            LIMIT 20
            """);

    private Rehearsal() {}

    /** Words: an empty folder to work in. */
    public static void main(String[] words) throws IOException {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                InputStream nothing = InputStream.nullInputStream()) {
            Path folder = Path.of(words[0]).toAbsolutePath();
            Surroundings surroundings =
                    new Surroundings(folder, Map.of(), nothing, nowhere, nowhere, TerminalTraits.NONE);
            Hindsight.run(surroundings, List.of("init", "."), new Interruption());
            for (Map.Entry<String, String> model : MODELS.entrySet()) {
                Files.writeString(folder.resolve("models").resolve(model.getKey() + ".sql"), model.getValue());
            }
            for (Map.Entry<String, String> change : CHANGES.entrySet()) {
                Files.writeString(folder.resolve(change.getKey()), change.getValue());
            }
            for (String command : COMMANDS) {
                List<String> typed = Stream.of(command.split(" "))
                        .map(word -> word.replace('+', ' '))
                        .toList();
                Hindsight.run(surroundings, typed, new Interruption());
            }
        }
        System.exit(0);
    }
}
