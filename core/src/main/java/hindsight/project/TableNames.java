package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of a project's sources and models: no two the same, and settings may speak of known ones only. */
final class TableNames {
    private record Declared(String name, String kind, Location location) {}

    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, YamlValue> renames = new LinkedHashMap<>();
    private final List<YamlValue> expected = new ArrayList<>();
    private final Problems problems;

    TableNames(Problems problems) {
        this.problems = problems;
    }

    /** @param kind {@code source} or {@code model} */
    void declare(String name, String kind, Location location) {
        Declared first = declared.putIfAbsent(Name.folded(name), new Declared(name, kind, location));
        if (first != null) {
            problems.add(Problem.error(
                    "name-clash",
                    location,
                    "Cannot name a " + kind + " " + Quoted.of(name) + ": there is a " + first.kind()
                            + " of this name in " + first.location(),
                    "Rename one of them; letter case does not count"));
        }
    }

    /** Notes a former name, which nothing else may have or have had. */
    void renamed(String former, YamlValue value) {
        if (renames.putIfAbsent(Name.folded(former), value) != null) {
            value.reject(
                    "name-clash",
                    "another model was named " + Quoted.of(former) + " too",
                    "Only one can continue its history");
        }
    }

    /** Notes a setting that must name a table. */
    void expect(YamlValue value) {
        expected.add(value);
    }

    /** Rejects settings that name a table which is not there, or a former name that is still there; to be called when all are declared. */
    void check() {
        for (YamlValue value : expected) {
            value.text()
                    .filter(name -> !isDeclared(name))
                    .ifPresent(name -> value.reject(
                            "unknown-table",
                            "there is no source or model " + Quoted.of(name),
                            Suggestion.hint(
                                    name,
                                    declared.values().stream()
                                            .map(Declared::name)
                                            .toList())));
        }
        renames.forEach((name, value) -> {
            Declared present = declared.get(Name.folded(name));
            if (present != null) {
                value.reject(
                        "name-clash",
                        "there still is a table of this name, in " + present.location(),
                        "Remove that one, or this setting");
            }
        });
    }

    private boolean isDeclared(String name) {
        return declared.containsKey(Name.folded(name));
    }
}
