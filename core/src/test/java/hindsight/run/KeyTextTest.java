package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTextTest {
    @Test
    void readsOneColumn() {
        assertThat(KeyText.parse("d=2025-03-05")).containsExactly(entry("d", "2025-03-05"));
    }

    @Test
    void readsSeveralColumnsInOrder() {
        assertThat(KeyText.parse("b=2, a = 1 ")).containsExactly(entry("b", "2"), entry("a", "1"));
    }

    @Test
    void readsQuotedNamesAndValues() {
        assertThat(KeyText.parse("\"a,b\"=\"x,\"\"y\"\" \",c=it's"))
                .containsExactly(entry("a,b", "x,\"y\" "), entry("c", "it's"));
    }

    @Test
    void readsEqualsSignsAndEmptyTextAsValues() {
        assertThat(KeyText.parse("a=x=y,b=,c=\"\"")).containsExactly(entry("a", "x=y"), entry("b", ""), entry("c", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "5|there is no '=' after '5'",
                "=5|a column's name is missing before '='",
                "a=1,|a column's name is missing before '='",
                "a=1,A=2|A stands in it twice",
                "a=\"x|a quote is not closed",
                "a=\"x\"y|after a closing quote a comma is expected, not 'y'",
                "a=1,5|there is no '=' after '5'"
            })
    void saysWhatIsWrong(String text, String reason) {
        assertThatThrownBy(() -> KeyText.parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Cannot read the key '" + text + "': " + reason);
    }

    private static java.util.Map.Entry<String, String> entry(String name, String value) {
        return java.util.Map.entry(name, value);
    }
}
