package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Digest;
import hindsight.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowHashTest {
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void isMd5OfTheDocumentedEncoding() throws SQLException {
        String sql = RowHash.sql(List.of(
                part("name", "VARCHAR", "'a;b'"),
                part("Amt", "DECIMAL(6,2)", "12.50::DECIMAL(6,2)"),
                part("id", "BIGINT", "7::BIGINT"),
                part("gone", "BIGINT", "NULL::BIGINT"),
                part("d", "DATE", "DATE '1970-01-02'")));
        assertThat(one(sql)).isEqualTo(one("md5_number(';3:amt=12.5;1:d=86400000000;2:id=7;4:name=3:a;b')"));
    }

    @Test
    void doesNotChangeWhenATypeWidens() throws SQLException {
        assertThat(hash("INTEGER", "100::INTEGER")).isEqualTo(hash("HUGEINT", "100::HUGEINT"));
        assertThat(hash("INTEGER", "100::INTEGER")).isEqualTo(hash("DECIMAL(12,4)", "100::DECIMAL(12,4)"));
        assertThat(hash("DECIMAL(6,2)", "1.50::DECIMAL(6,2)")).isEqualTo(hash("DECIMAL(18,6)", "1.5::DECIMAL(18,6)"));
        assertThat(hash("DATE", "DATE '2025-03-01'")).isEqualTo(hash("TIMESTAMP", "TIMESTAMP '2025-03-01'"));
        for (String day : List.of("1969-12-31", "0044-03-15 (BC)", "294246-12-31", "infinity", "-infinity")) {
            assertThat(hash("DATE", "'" + day + "'::DATE")).isEqualTo(hash("TIMESTAMP", "'" + day + "'::TIMESTAMP"));
        }
        assertThat(hash("TIMESTAMP", "TIMESTAMP '2025-03-01 01:02:03.5'"))
                .isEqualTo(hash("TIMESTAMP_NS", "TIMESTAMP_NS '2025-03-01 01:02:03.5'"));
        assertThat(hash("FLOAT", "1.5::FLOAT")).isEqualTo(hash("DOUBLE", "1.5::DOUBLE"));
    }

    @Test
    void tellsDifferentValuesApart() throws SQLException {
        List<String> hashes = List.of(
                hash("DECIMAL(6,2)", "0::DECIMAL(6,2)"),
                hash("DECIMAL(6,2)", "100::DECIMAL(6,2)"),
                hash("DECIMAL(6,2)", "10::DECIMAL(6,2)"),
                hash("DECIMAL(6,2)", "-10::DECIMAL(6,2)"),
                hash("DECIMAL(6,2)", "NULL::DECIMAL(6,2)"),
                hash("VARCHAR", "''"),
                hash("VARCHAR", "'10'"),
                hash("VARCHAR", "'NULL'"),
                hash("DOUBLE", "1e300::DOUBLE"),
                hash("DOUBLE", "'nan'::DOUBLE"),
                hash("DOUBLE", "'inf'::DOUBLE"),
                hash("DOUBLE", "0.1::DOUBLE"),
                hash("DOUBLE", "0.1::DOUBLE + 1e-17"),
                hash("DOUBLE", "0.1::DOUBLE + 2e-17"),
                hash("TIMESTAMP", "'infinity'::TIMESTAMP"),
                hash("DATE", "'5881580-07-10'::DATE"),
                hash("DATE", "'5877642-06-25 (BC)'::DATE"),
                hash("INTEGER[]", "[1, 2]"),
                hash("INTEGER[]", "[12]"),
                hash("STRUCT(a INTEGER)", "{'a': NULL::INTEGER}"),
                hash("BLOB", "'\\x00ab'::BLOB"),
                hash("BOOLEAN", "true"));
        assertThat(hash("DOUBLE", "0.1::DOUBLE")).isEqualTo(hash("DOUBLE", "0.1::DOUBLE + 1e-18"));
        assertThat(hashes.stream().distinct().count()).isEqualTo(hashes.size() - 1L);
    }

    /** Of each type the greatest and least numbers, and those with fewer digits than it has room for. */
    @Test
    void decimalsAreWrittenWithoutTrailingZeros() throws SQLException {
        for (int width : List.of(2, 4, 5, 9, 18, 19, 37, 38)) {
            for (int scale = 0; scale <= Math.min(width, 6); scale++) {
                for (int digits = 1; digits <= width; digits++) {
                    checkDecimal(new BigDecimal(BigInteger.TEN.pow(digits).subtract(BigInteger.ONE), scale), width);
                    checkDecimal(new BigDecimal(BigInteger.TEN.pow(digits - 1).negate(), scale), width);
                }
                checkDecimal(new BigDecimal(BigInteger.ZERO, scale), width);
            }
        }
    }

    private void checkDecimal(BigDecimal number, int width) throws SQLException {
        String type = "DECIMAL(" + width + "," + number.scale() + ")";
        String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        String value = "'" + number.toPlainString() + "'::" + type;
        assertThat(hash(type, value)).as(value).isEqualTo(one("md5_number(';1:x=" + plain + "')"));
    }

    @Test
    void zeroHasOneForm() throws SQLException {
        assertThat(hash("DOUBLE", "-0.0::DOUBLE")).isEqualTo(hash("DOUBLE", "0.0::DOUBLE"));
    }

    @Test
    void notANumberHasOneForm() throws SQLException {
        assertThat(hash("DOUBLE", "-('nan'::DOUBLE)")).isEqualTo(hash("DOUBLE", "'nan'::DOUBLE"));
        assertThat(hash("FLOAT", "-('nan'::FLOAT)")).isEqualTo(hash("DOUBLE", "'nan'::DOUBLE"));
    }

    @Test
    void textCannotPretendToBeAnotherColumn() throws SQLException {
        String one = RowHash.sql(List.of(part("a", "VARCHAR", "'x;1:b=1:y'")));
        String two = RowHash.sql(List.of(part("a", "VARCHAR", "'x'"), part("b", "VARCHAR", "'y'")));
        assertThat(one(one)).isNotEqualTo(one(two));
    }

    @Test
    void lanesWrapAroundIntoSignedBits() throws SQLException {
        String hashes =
                "SELECT ((18446744073709551615::UHUGEINT << 64) | 18446744073709551615::UHUGEINT) AS hash FROM range(2)";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT " + RowHash.sums("") + " FROM (" + RowHash.halves(hashes) + ")")) {
            assertThat(row.next()).isTrue();
            assertThat(RowHash.digest(row, 1)).isEqualTo(new Digest(-2, -2));
        }
    }

    private String hash(String type, String expression) throws SQLException {
        return one(RowHash.sql(List.of(part("x", type, expression))));
    }

    private static RowHash.Part part(String name, String type, String expression) {
        return new RowHash.Part(name, new DataType(type), expression);
    }

    private String one(String expression) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT " + expression)) {
            row.next();
            return String.valueOf(row.getObject(1));
        }
    }
}
