package hindsight.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("name", "engine", "warehouse", "sources", "vars");

    @Test
    void findsWhatIsNear() {
        assertThat(Suggestion.nearest("nmae", KNOWN)).contains("name");
        assertThat(Suggestion.nearest("Sauces", KNOWN)).contains("sources");
        assertThat(Suggestion.nearest("warehose", KNOWN)).contains("warehouse");
        assertThat(Suggestion.nearest("VARS", KNOWN)).contains("vars");
        assertThat(Suggestion.nearest("var", KNOWN)).contains("vars");
    }

    @Test
    void findsNothingThatIsFar() {
        assertThat(Suggestion.nearest("schedule", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("x", List.of())).isEmpty();
    }

    @Test
    void ofSeveralTheNearestAndThenTheFirst() {
        assertThat(Suggestion.nearest("abcdef", List.of("abcxyf", "abcdeg", "abcdez")))
                .contains("abcdeg");
    }

    @Test
    void listsWhatThereIsWhereNothingIsNear() {
        assertThat(Suggestion.hint("nmae", KNOWN)).isEqualTo("Did you mean name?");
        assertThat(Suggestion.hint("schedule", KNOWN)).isEqualTo("Known: engine, name, sources, vars, warehouse");
        assertThat(Suggestion.hint("x", List.of())).isEmpty();
    }

    @Test
    void listsNotWithoutEnd() {
        List<String> many = IntStream.range(100, 200).mapToObj(i -> "table" + i).toList();
        assertThat(Suggestion.hint("x", many)).endsWith("table111, …");
    }

    @Test
    void isQuickForHugeWords() {
        assertThat(Suggestion.nearest("x".repeat(1_000_000), KNOWN)).isEmpty();
    }
}
