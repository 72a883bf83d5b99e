package hindsight.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdentifierTest {
    @Test
    void doublesQuotesInNames() {
        assertThat(Identifier.quote("Order \"Id\"")).isEqualTo("\"Order \"\"Id\"\"\"");
    }

    @Test
    void joinsPartsAndLists() {
        assertThat(Identifier.path("w", "t 1")).isEqualTo("\"w\".\"t 1\"");
        assertThat(Identifier.list(List.of("a", "b"))).isEqualTo("\"a\", \"b\"");
    }

    @Test
    void refusesWhatSqlCannotName() {
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.quote(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Identifier.quote("a\0b"));
    }
}
