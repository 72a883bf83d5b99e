package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.SourceText;
import hindsight.time.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model file as read.
 *
 * @param name the file's name without {@code .sql}
 * @param path relative to the project, with forward slashes
 * @param file the whole file
 * @param settings what the comment at its top says
 * @param timeline which SELECT holds when
 */
public record ModelDefinition(
        String name, String path, SourceText file, ModelSettings settings, Timeline<SqlText> timeline) {
    /** The same with other settings. */
    public ModelDefinition with(ModelSettings other) {
        return new ModelDefinition(name, path, file, other, timeline);
    }

    /** The same with other SQL. */
    public ModelDefinition with(Timeline<SqlText> other) {
        return new ModelDefinition(name, path, file, settings, other);
    }

    /** The file as a whole. */
    public Location location() {
        return Location.ofFile(path);
    }

    /** Where a setting stands, such as {@code key}, {@code effective} or {@code columns.tax}; the file as a whole where it is left out. */
    public Location location(String setting) {
        return settings.places().getOrDefault(setting, location());
    }

    /**
     * Settings of a model.
     *
     * @param key columns whose values name a row; empty where none is declared
     * @param effective a DATE or TIMESTAMP column of the output
     * @param columnDescriptions by column, as written
     * @param was former name, whose history this model continues
     * @param incrementalRequired whether falling back to full is an error
     * @param orderedFloats whether floating sums are ordered and so exact
     * @param places where settings stand, by their name
     */
    public record ModelSettings(
            String description,
            List<String> key,
            Optional<String> effective,
            List<ColumnTest> tests,
            Map<String, String> columnDescriptions,
            Materialization materialization,
            List<String> tags,
            Optional<String> was,
            boolean incrementalRequired,
            boolean orderedFloats,
            Map<String, Location> places) {
        public static final ModelSettings DEFAULT = new ModelSettings(
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Materialization.TABLE,
                List.of(),
                Optional.empty(),
                false,
                false,
                Map.of());

        public ModelSettings {
            key = List.copyOf(key);
            tests = List.copyOf(tests);
            tags = List.copyOf(tags);
            columnDescriptions = Map.copyOf(columnDescriptions);
            places = Map.copyOf(places);
        }

        /** The same, about a table of another kind. */
        public ModelSettings of(List<String> otherKey, Optional<String> otherEffective, Materialization kind) {
            return new ModelSettings(
                    description,
                    otherKey,
                    otherEffective,
                    tests,
                    columnDescriptions,
                    kind,
                    tags,
                    was,
                    incrementalRequired,
                    orderedFloats,
                    places);
        }
    }
}
