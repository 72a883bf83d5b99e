package hindsight.duckdb;

import hindsight.problem.DefectException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engine's keywords, from a list that stands beside this class. */
final class Keywords {
    private static final Set<String> ALL = read();

    private Keywords() {}

    static boolean contains(String word) {
        return ALL.contains(word.toLowerCase(Locale.ROOT));
    }

    static Set<String> all() {
        return ALL;
    }

    private static Set<String> read() {
        try (InputStream stream = Keywords.class.getResourceAsStream("keywords.txt")) {
            if (stream == null) {
                throw new DefectException("keywords.txt is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new DefectException("Cannot read keywords.txt", e);
        }
    }
}
