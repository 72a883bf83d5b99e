package hindsight.project;

import hindsight.schema.Name;
import java.util.List;
import java.util.Optional;

/** What a source must declare, and what it cannot, when its rows have periods. */
final class PeriodSettings {
    private PeriodSettings() {}

    static void check(YamlMap source, List<String> key, Effective.Period period, Optional<LoadKind> kind) {
        if (source.value("key").isEmpty()) {
            source.value("effective")
                    .ifPresent(value -> value.reject(
                            "missing-key",
                            "periods are those of something, which a key names",
                            "Declare key: [column], or name one column as effective"));
        }
        key.stream()
                .filter(name -> Name.same(name, period.from()) || Name.same(name, period.to()))
                .forEach(name -> source.value("key")
                        .ifPresent(value -> value.reject(
                                "invalid-setting",
                                Quoted.of(name) + " says when; the key of a source with periods says only of what",
                                "Remove it from the key: rows of one key are told apart by their periods")));
        source.value("load")
                .filter(value -> kind.equals(Optional.of(LoadKind.APPEND)))
                .ifPresent(value -> value.reject(
                        "invalid-setting",
                        "rows with periods are not appended, since those of one key must not overlap",
                        "Write load: upsert, and each row holds for its period in place of what was there"));
        source.value("files")
                .filter(value -> kind.equals(Optional.of(LoadKind.SNAPSHOT)))
                .ifPresent(value -> value.reject(
                        "invalid-setting",
                        "snapshots of a source with periods are loaded one by one, each with its date",
                        "Remove it, and load them so: hindsight load SOURCE FILE --effective 2025-03-01"));
    }
}
