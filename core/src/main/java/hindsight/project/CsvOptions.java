package hindsight.project;

import java.util.Optional;

/** How to read CSV where sniffing is not wanted; what is empty is sniffed, and the encoding is UTF-8. */
public record CsvOptions(
        Optional<String> delimiter,
        Optional<Boolean> header,
        Optional<String> nullText,
        Optional<String> dateFormat,
        Optional<String> timestampFormat,
        Optional<String> quote,
        Optional<String> escape,
        Optional<String> encoding) {
    public static final CsvOptions SNIFFED = new CsvOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
