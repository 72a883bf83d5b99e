package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.UsageException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyTextTest {
    @Test
    void readsOneColumn() {
        assertThat(parse("d=2025-03-05")).containsExactly(entry("d", "2025-03-05"));
    }

    @Test
    void readsSeveralColumnsInOrder() {
        assertThat(parse("b=2, a = 1 ")).containsExactly(entry("b", "2"), entry("a", "1"));
    }

    @Test
    void readsQuotedNamesAndValues() {
        assertThat(parse("\"a,b\"=\"x,\"\"y\"\" \",c=it's"))
                .containsExactly(entry("a,b", "x,\"y\" "), entry("c", "it's"));
    }

    @Test
    void readsEqualsSignsAndEmptyTextAsValues() {
        assertThat(parse("a=x=y,b=,c=\"\"")).containsExactly(entry("a", "x=y"), entry("b", ""), entry("c", ""));
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
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("Cannot read the key '" + text + "': " + reason);
    }

    @Test
    void showsHowKeysOfTheTableAreWritten() {
        assertThatThrownBy(() -> parse("2025-03-05"))
                .isInstanceOfSatisfying(
                        UsageException.class,
                        e -> assertThat(e.problems().get(0).hint())
                                .isEqualTo("Write day=…; a value with commas stands in double quotes."));
    }

    private static Map<String, String> parse(String text) {
        return KeyText.parse(text, "day=…");
    }

    private static Map.Entry<String, String> entry(String name, String value) {
        return Map.entry(name, value);
    }
}
