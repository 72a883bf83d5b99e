package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {
    @TempDir
    Path root;

    @Test
    void becomeLiteralsOfTheirTypes() {
        assertThat(literal("0.2")).isEqualTo("0.2");
        assertThat(literal("0.20")).isEqualTo("0.20");
        assertThat(literal(".5")).isEqualTo("0.5");
        assertThat(literal("1.")).isEqualTo("1.0");
        assertThat(literal("42")).isEqualTo("42");
        assertThat(literal("+42")).isEqualTo("42");
        assertThat(literal("-42")).isEqualTo("(-42)");
        assertThat(literal("-.5")).isEqualTo("(-0.5)");
        assertThat(literal("0x1F")).isEqualTo("31");
        assertThat(literal("1e3")).isEqualTo("CAST('1e3' AS DOUBLE)");
        assertThat(literal("12345678901234567890123456789012345678"))
                .isEqualTo("12345678901234567890123456789012345678");
        assertThat(literal("true")).isEqualTo("TRUE");
        assertThat(literal("False")).isEqualTo("FALSE");
        assertThat(literal("2025-02-28")).isEqualTo("DATE '2025-02-28'");
        assertThat(literal("2025-02-28 06:30")).isEqualTo("TIMESTAMP '2025-02-28 06:30'");
        assertThat(literal("2025-02-28T06:30:15.25")).isEqualTo("TIMESTAMP '2025-02-28 06:30:15.25'");
    }

    @Test
    void areStringsWhereNothingElseFitsOrQuotesSaySo() {
        assertThat(literal("DE")).isEqualTo("'DE'");
        assertThat(literal("yes")).isEqualTo("'yes'");
        assertThat(literal("1_000")).isEqualTo("'1_000'");
        assertThat(literal("\"42\"")).isEqualTo("'42'");
        assertThat(literal("'2025-02-28'")).isEqualTo("'2025-02-28'");
        assertThat(literal("\"\"")).isEqualTo("''");
        assertThat(literal("\"'); DROP TABLE x; --\"")).isEqualTo("'''); DROP TABLE x; --'");
        assertThat(literal("|\n    two\n    lines")).isEqualTo("'two\nlines\n'");
    }

    @Test
    void standOnlyInCode() {
        Project project = new ProjectFolder(root)
                .file("hindsight.yml", "vars: {x: 1}")
                .file("models/a.sql", "SELECT ${x}, -${ x }, '${x}', \"${x}\", $$${x}$$ -- ${x}\n/*${x}*/,${x}+${x}")
                .read();

        SqlText sql = project.models().get(0).timeline().segments().get(0).value();
        assertThat(sql.text()).isEqualTo("SELECT 1, -1, '${x}', \"${x}\", $$${x}$$ -- ${x}\n/*${x}*/,1+1");
        assertThat(sql.locate(sql.text().lastIndexOf("1+1"), 3)).hasToString("models/a.sql:2:10");
        assertThat(sql.locate(sql.text().lastIndexOf("1+1"), 3).length()).isEqualTo("${x}+${x}".length());
        assertThat(sql.locate(sql.text().indexOf("\"${x}\""), 6)).hasToString("models/a.sql:1:31");
    }

    private String literal(String yaml) {
        Project project = new ProjectFolder(root)
                .file("hindsight.yml", "vars:\n  x: " + yaml)
                .read();
        return project.settings().variables().get("x");
    }
}
