package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.ParsedQuery;
import hindsight.sql.QueryText;
import hindsight.sql.TableReference;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Queries with words lost, doubled, swapped or put in: each parses and binds, or ends in a problem with a place. */
class DamagedSqlTest {
    private static final long SEED = Long.getLong("hindsight.seed", 20250301L);
    private static final int ROUNDS = Integer.getInteger("hindsight.rounds", 400);
    private static final List<String> WORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "(",
            ")",
            ",",
            "*",
            "AS",
            "AT (VERSION => 3)",
            "JOIN",
            "UNION",
            "WITH",
            "NULL",
            "''",
            "'",
            "\"",
            "--",
            "/*",
            ";",
            "x",
            "orders",
            "customers",
            "::",
            "ORDER BY",
            "GROUP BY ALL",
            "[",
            "]",
            "{",
            "}",
            "$1",
            "?",
            "$$",
            ".",
            "now()",
            "current_date",
            "random()",
            "read_csv('a.csv')",
            "ä😀",
            "DELETE",
            "TABLESAMPLE 10%",
            "lambda x: x",
            "=>",
            "\0");
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckBinder BINDER = new DuckBinder(SESSION);
    private static final Schema COLUMNS = Schema.of(
            new Column("id", DataType.BIGINT),
            new Column("day", DataType.DATE),
            new Column("amt", new DataType("DECIMAL(12,2)")),
            new Column("name", DataType.VARCHAR),
            new Column("tags", new DataType("INTEGER[]")));

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void endsInAnAnswerOrAProblemWithAPlace() throws IOException {
        System.out.println("hindsight.seed=" + SEED);
        Random random = new Random(SEED);
        List<String> corpus = Files.readString(QueryCorpusTest.CORPUS)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("> "))
                .toList();
        int bound = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String sql = corpus.get(random.nextInt(corpus.size()));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                sql = damaged(sql, random);
            }
            bound += check(sql) ? 1 : 0;
        }
        assertThat(bound).isBetween(ROUNDS / 100, ROUNDS);
        assertThat(SESSION.<Integer>one("SELECT 1", row -> row.getInt(1))).isEqualTo(1);
    }

    /** Whether it could be bound. */
    private static boolean check(String sql) {
        try {
            Optional<ParsedQuery> query = parsed(sql);
            query.ifPresent(DamagedSqlTest::checkReplaced);
            return query.isPresent() && isBound(query.get());
        } catch (RuntimeException | AssertionError e) {
            return fail("seed " + SEED + ": " + sql, e);
        }
    }

    private static Optional<ParsedQuery> parsed(String sql) {
        try {
            return Optional.of(PARSER.parse(SqlText.of("query", sql)));
        } catch (InvalidException e) {
            assertThat(e.problems()).allMatch(problem -> problem.place().isPresent());
            return Optional.empty();
        }
    }

    private static void checkReplaced(ParsedQuery query) {
        int end = query.sql().text().length();
        assertThat(query.tables()).allMatch(table -> table.offset() >= 0 && table.offset() + table.length() <= end);
        String replaced = QueryText.replace(query, table -> Optional.of("other " + table.name()));
        ParsedQuery again = PARSER.parse(SqlText.of("replaced", replaced));
        assertThat(again.tables()).extracting(TableReference::alias).containsExactlyElementsOf(aliases(query));
        assertThat(again.tables()).allMatch(table -> table.at().isEmpty());
    }

    private static List<String> aliases(ParsedQuery query) {
        return query.tables().stream().map(TableReference::alias).toList();
    }

    private static boolean isBound(ParsedQuery query) {
        if (!query.tables().stream()
                .allMatch(table -> table.path().size() == 1 && table.at().isEmpty())) {
            return false;
        }
        Map<String, Schema> inputs = query.tables().stream()
                .map(table -> Name.folded(table.name()))
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> COLUMNS));
        try {
            return !BINDER.bind(query, inputs).columns().isEmpty();
        } catch (InvalidException e) {
            assertThat(e.problems()).allMatch(problem -> problem.place().isPresent());
            return false;
        }
    }

    private static String damaged(String sql, Random random) {
        List<Token> tokens = Tokens.of(sql);
        if (tokens.isEmpty()) {
            return "SELECT 1";
        }
        List<String> words = new ArrayList<>(tokens.stream().map(Token::text).toList());
        int at = random.nextInt(words.size());
        switch (random.nextInt(4)) {
            case 0 -> words.remove(at);
            case 1 -> words.add(at, words.get(random.nextInt(words.size())));
            case 2 -> words.set(at, words.get(random.nextInt(words.size())));
            default -> words.add(at, WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }
}
