package hindsight.cli;

import hindsight.merge.ConflictPolicy;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is to be done about conflicts. */
final class PolicyWord implements ITypeConverter<ConflictPolicy>, Iterable<String> {
    @Override
    public ConflictPolicy convert(String word) {
        return Arrays.stream(ConflictPolicy.values())
                .filter(policy -> word(policy).equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "expected one of " + String.join(", ", words()) + " but was '" + word + "'"));
    }

    @Override
    public Iterator<String> iterator() {
        return words().iterator();
    }

    private static List<String> words() {
        return Arrays.stream(ConflictPolicy.values()).map(PolicyWord::word).toList();
    }

    private static String word(ConflictPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
