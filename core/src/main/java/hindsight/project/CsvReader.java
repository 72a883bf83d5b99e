package hindsight.project;

import java.util.Optional;

/** Reads how a source's CSV is written. */
final class CsvReader {
    private static final int MAX_DELIMITER = 4;

    private CsvReader() {}

    static CsvOptions read(YamlMap yaml) {
        CsvOptions options = new CsvOptions(
                yaml.value("delimiter").flatMap(value -> characters(value, 1, MAX_DELIMITER)),
                yaml.value("header").flatMap(YamlValue::truth),
                yaml.value("null").flatMap(YamlValue::text),
                yaml.value("date_format").flatMap(YamlValue::nonBlank),
                yaml.value("timestamp_format").flatMap(YamlValue::nonBlank),
                yaml.value("quote").flatMap(value -> characters(value, 0, 1)),
                yaml.value("escape").flatMap(value -> characters(value, 0, 1)),
                yaml.value("encoding").flatMap(YamlValue::nonBlank));
        yaml.rejectOthers();
        return options;
    }

    private static Optional<String> characters(YamlValue value, int least, int most) {
        Optional<String> text = value.text();
        if (text.filter(written -> written.length() < least || written.length() > most)
                .isPresent()) {
            value.reject(
                    "invalid-setting",
                    Quoted.of(text.get()) + " has " + text.get().length() + " characters",
                    most == 1 ? "Write one character, or '' for none" : "Write one to four characters");
            return Optional.empty();
        }
        return text;
    }
}
