package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DuckBinderTest {
    private static final Session SESSION = ScratchSession.open();
    private static final DuckParser PARSER = new DuckParser(SESSION, ZoneOffset.UTC);
    private static final DuckBinder BINDER = new DuckBinder(SESSION);
    private static final Map<String, Schema> INPUTS = Map.of(
            "orders", schema("id BIGINT", "d DATE", "amt DECIMAL(12,2)", "user VARCHAR"),
            "Customers", schema("id BIGINT", "Full Name VARCHAR", "item STRUCT(sku VARCHAR, n INTEGER)"));

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void givesNamesAndTypesOfTheResult() {
        assertThat(bind("SELECT d, sum(amt) AS total, count(*) AS n, {'a': 1, 'b c': [d]} AS s FROM orders GROUP BY d"))
                .isEqualTo("d DATE, total DECIMAL(38,2), n BIGINT, s STRUCT(a INTEGER, \"b c\" DATE[])");
        assertThat(bind("SELECT now() AS n, current_date AS t, INTERVAL 1 DAY AS i"))
                .isEqualTo("n TIMESTAMP WITH TIME ZONE, t DATE, i INTERVAL");
        assertThat(bind("FROM CUSTOMERS SELECT \"full name\", item.sku;")).isEqualTo("Full Name VARCHAR, sku VARCHAR");
        assertThat(bind("PIVOT orders ON d IN ('2025-01-01') USING sum(amt) GROUP BY id"))
                .isEqualTo("id BIGINT, 2025-01-01 DECIMAL(38,2)");
    }

    @Test
    void bindsInTablesThatItMadeBefore() {
        bind("FROM orders");
        List<String> before = schemas();
        bind("FROM orders");
        assertThatExceptionOfType(InvalidException.class).isThrownBy(() -> bind("SELECT nope FROM orders"));

        assertThat(schemas()).isEqualTo(before);
        assertThat(SESSION.<String>one("SELECT current_schema()", row -> row.getString(1)))
                .isEqualTo("main");
    }

    private static List<String> schemas() {
        return SESSION.list(
                "SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'memory'", row -> row.getString(1));
    }

    @Test
    void takesColumnsNamedLikeKeywordsForColumns() {
        assertThat(bind("SELECT user FROM orders")).isEqualTo("user VARCHAR");
    }

    private static String bind(String sql) {
        return BINDER.bind(PARSER.parse(SqlText.of("query", sql)), INPUTS).columns().stream()
                .map(column -> column.name() + " " + column.type())
                .collect(Collectors.joining(", "));
    }

    private static Schema schema(String... columns) {
        return new Schema(Arrays.stream(columns)
                .map(text -> {
                    int split = text.startsWith("Full") ? "Full Name".length() : text.indexOf(' ');
                    return new Column(text.substring(0, split), new DataType(text.substring(split + 1)));
                })
                .toList());
    }
}
