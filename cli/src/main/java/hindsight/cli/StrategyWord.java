package hindsight.cli;

import hindsight.plan.Strategy;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a strategy that can be asked for; that nothing runs, cannot. */
final class StrategyWord implements ITypeConverter<Strategy>, Iterable<String> {
    private static final List<Strategy> CHOICES = List.of(Strategy.FULL, Strategy.KEYED, Strategy.DELTA);

    @Override
    public Strategy convert(String word) {
        return CHOICES.stream()
                .filter(choice -> choice.word().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", words()) + " but was '" + word + "'"));
    }

    @Override
    public Iterator<String> iterator() {
        return words().iterator();
    }

    private static List<String> words() {
        return CHOICES.stream().map(Strategy::word).toList();
    }
}
