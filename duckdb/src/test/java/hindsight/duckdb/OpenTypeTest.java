package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.sql.Literal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of the engine goes into a Parquet file and comes back as it was, at its edges, too. */
class OpenTypeTest {
    @TempDir
    Path folder;

    private Session session;

    @BeforeEach
    void open() throws SQLException {
        session = new Session(DuckDriver.connect());
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN: true, false",
                "TINYINT: -128, 127",
                "SMALLINT: -32768, 32767",
                "INTEGER: -2147483648, 2147483647",
                "BIGINT: -9223372036854775808, 9223372036854775807",
                "HUGEINT: '-170141183460469231731687303715884105728', '170141183460469231731687303715884105727'",
                "UTINYINT: 255",
                "USMALLINT: 65535",
                "UINTEGER: 4294967295",
                "UBIGINT: 18446744073709551615",
                "UHUGEINT: '340282366920938463463374607431768211455', 0",
                "BIGNUM: '-123456789012345678901234567890123456789012345678901234567890', 0",
                "DECIMAL(4,1): 999.9, -0.1",
                "DECIMAL(38,10): '-9999999999999999999999999999.9999999999'",
                "FLOAT: 'nan', '-inf', 0.1, '-0.0'",
                "DOUBLE: 'nan', 'inf', 0.1, '-0.0', 1.7976931348623157e308, 5e-324",
                "VARCHAR: '', 'NULL', 'it''s', chr(0) || 'x', '\uD83D\uDE42'",
                "BLOB: '', '\\x00\\xFF'",
                "BIT: '0', '0101', '111111111'",
                "UUID: '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                "DATE: 'infinity', '-infinity', '290309-12-22 (BC)', '5881580-07-10', '1969-12-31'",
                "TIME: '00:00:00.000001', '24:00:00'",
                "TIME_NS: '10:00:00.123456789'",
                "TIME WITH TIME ZONE: '10:00:00.5+15:59:59', '10:00:00-15:59:59', '00:00:00+00'",
                "TIMESTAMP_S: 'infinity', '-infinity', '2020-01-01 00:00:01'",
                "TIMESTAMP_MS: 'infinity', '1920-01-01 00:00:01.001'",
                "TIMESTAMP: 'infinity', '-infinity', '294247-01-10 04:00:54.775806', '290309-12-22 (BC) 00:00:00'",
                "TIMESTAMP_NS: 'infinity', '2262-04-11 23:47:16.854775806', '1677-09-22 00:00:00.000000001'",
                "TIMESTAMP WITH TIME ZONE: 'infinity', '2020-01-01 00:00:00.000001+00'",
                "INTERVAL: '-1 month 5 days -00:00:00.5', '1000 years', '30 days', '1 month', '0.000001 seconds'",
                "ENUM('a', 'it''s', ''): 'a', 'it''s', ''",
                "JSON: '{\"a\" : 1}', 'null', '[1.0, 1]'",
                "VARIANT: {'a': 1::TINYINT, 'b': [1.50, NULL]}, 'x', DATE '2020-01-01'",
                "GEOMETRY: 'POINT (0.1 0.30000000000000004)', 'POLYGON ((0 0, 1 0, 1 1, 0 0))'",
                "INTEGER[]: [], [NULL], [1, NULL, 3]",
                "HUGEINT[]: [], [NULL], [170141183460469231731687303715884105727, 1]",
                "INTEGER[2]: [1, NULL]",
                "INTERVAL[2][]: [], [NULL], [['1 month', '30 days'], [NULL, '1 day']]",
                "STRUCT(a INTEGER, \"b c\" VARCHAR): {'a': NULL, 'b c': NULL}, {'a': 1, 'b c': 'NULL'}",
                "STRUCT(a HUGEINT, \"it\"\"s\" STRUCT(\"select\" BIT)[]): {'a': 1, 'it\"s': [{'select': '01'}, NULL]}, {'a': NULL, 'it\"s': NULL}",
                "TUPLE(INTEGER, HUGEINT[]): row(1, [2]), row(NULL, NULL)",
                "MAP(VARCHAR, INTEGER): MAP {}, MAP {'a': NULL, 'b': 1}",
                "MAP(INTERVAL, ENUM('x', 'y')[]): MAP {}, MAP {INTERVAL '1 month': ['x', NULL], INTERVAL '30 days 1 second': NULL}",
                "UNION(a INTEGER, \"b c\" VARCHAR): union_value(a := 1), union_value(\"b c\" := '1'), union_value(a := NULL::INTEGER), union_value(\"b c\" := NULL::VARCHAR)",
                "UNION(member HUGEINT, \"value\" UNION(x BIT, y INTEGER[])): union_value(member := 1::HUGEINT), union_value(value := union_value(y := [1])), union_value(value := union_value(x := '1'::BIT))",
            })
    void valuesComeBackAsTheyWere(String typeAndValues) {
        String[] given = typeAndValues.split(": ", 2);
        OpenType type = OpenTypeReader.read(given[0]);
        String name = session.one("SELECT typeof(NULL::" + type.text() + ")", row -> row.getString(1));
        assertThat(name).isEqualTo(given[0]);
        session.execute("CREATE TABLE before (i INTEGER, v " + type.text() + ")");
        session.execute("INSERT INTO before SELECT i, v::" + type.text() + " FROM (VALUES (0, NULL)) t(i, v)");
        int i = 0;
        for (String value : split(given[1])) {
            session.execute("INSERT INTO before SELECT " + ++i + ", CAST(" + value + " AS " + type.text() + ")");
        }

        String file = Literal.string(folder.resolve("v.parquet").toString());
        session.execute(
                "COPY (SELECT i, " + type.write("v", 0) + " AS v FROM before) TO " + file + " (FORMAT parquet)");
        session.execute("CREATE TABLE after (i INTEGER, v " + type.text() + ")");
        session.execute("INSERT INTO after SELECT i, " + type.read("v", 0) + " FROM " + file);

        assertThat(shown("after")).isEqualTo(shown("before")).hasSize(i + 1);
        int same = session.one(
                "SELECT count(*) FROM after a JOIN before b ON a.i = b.i AND a.v IS NOT DISTINCT FROM b.v",
                row -> row.getInt(1));
        assertThat(same).isEqualTo(i + 1);
    }

    private List<String> shown(String table) {
        String tag = session.one("SELECT typeof(v) FROM " + table, row -> row.getString(1))
                        .startsWith("UNION")
                ? ", union_tag(v)::VARCHAR"
                : ", ''";
        return session.list(
                "SELECT i || ' ' || coalesce(v::VARCHAR, '(none)') || typeof(v)" + tag + " FROM " + table
                        + " ORDER BY i",
                row -> row.getString(1) + row.getString(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "INT",
                "integer",
                "INTEGER PRIMARY KEY",
                "INTEGER); DROP TABLE x; --",
                "INTEGER DEFAULT 1",
                "INTEGER[",
                "INTEGER[x]",
                "STRUCT()",
                "STRUCT(a INTEGER",
                "STRUCT(a)",
                "STRUCT(\"a INTEGER)",
                "MAP(INTEGER)",
                "ENUM()",
                "ENUM('a)",
                "UNION(a INTEGER) x",
                "DECIMAL(1000,2)",
                "GEOMETRY('x')",
            })
    void anythingElseIsNoType(String text) {
        assertThatThrownBy(() -> OpenTypeReader.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTypeThatIsNestedTooDeepIsRefused() {
        String deep = "STRUCT(a ".repeat(5000) + "INTEGER" + ")".repeat(5000);
        assertThatThrownBy(() -> OpenTypeReader.read(deep)).hasMessageContaining("more than 100 deep");
    }

    /** At commas that stand in no bracket and no text. */
    private static List<String> split(String list) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            quoted ^= c == '\'';
            depth += quoted ? 0 : "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (c == ',' && depth == 0 && !quoted) {
                parts.add(list.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(list.substring(start));
        return parts;
    }
}
