package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.UsageMessageSpec;

class CatalogueTest {
    static Iterable<String> names() {
        return Catalogue.NAMES;
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyCommandIsDescribedWithAnExample(String name) {
        UsageMessageSpec usage =
                Syntax.complete().getSubcommands().get(name).getCommandSpec().usageMessage();
        assertThat(usage.description()).isNotEmpty();
        assertThat(usage.footer()).isNotEmpty();
        assertThat(String.join("\n", usage.footer())).contains("hindsight " + name);
    }
}
