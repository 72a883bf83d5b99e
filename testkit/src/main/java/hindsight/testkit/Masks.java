package hindsight.testkit;

import hindsight.run.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Hides in an output what changes from run to run. */
final class Masks {
    /** What to hide, and what to show instead. */
    private record Mask(Pattern pattern, String shown) {
        Mask(String pattern, String shown) {
            this(Pattern.compile(pattern), shown);
        }
    }

    private static final List<Mask> MASKS = List.of(
            new Mask("(\"(?:millis|bytes)\":)\\d+", "$1<number>"),
            new Mask("\\b\\d{1,3}(?:,\\d{3})*(?:\\.\\d+)? (?:ms|s)\\b", "<time>"),
            new Mask("\\b\\d+(?:\\.\\d+)? (?:bytes|[kKMG]i?B)\\b", "<size>"),
            new Mask("\\bprocess \\d+", "process <number>"),
            new Mask("defect-\\d+-\\d+", "defect-<number>"),
            new Mask("(?<=hindsight |\"version\":\"|\"tool\":\")" + Pattern.quote(Version.current()), "<version>"));

    private Masks() {}

    static String apply(String line, Path home) {
        return apply(line.replace(home.toString(), "<home>"));
    }

    static String apply(String line) {
        String masked = line;
        for (Mask mask : MASKS) {
            masked = mask.pattern().matcher(masked).replaceAll(mask.shown());
        }
        return masked;
    }
}
