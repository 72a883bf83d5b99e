package hindsight.duckdb;

import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.Optional;

/** The types that files state themselves, united over the files. */
final class StatedTypes {
    private final OpenGroups groups;

    StatedTypes(OpenGroups groups) {
        this.groups = groups;
    }

    /**
     * The type that holds the values of a column in every file.
     *
     * @throws hindsight.problem.InvalidException when the files state types that do not go together
     */
    DataType of(String name) {
        DataType united = null;
        InputFile first = null;
        for (FileGroup group : groups.list()) {
            Optional<Column> own = group.columns().stream()
                    .filter(column -> column.named(name))
                    .findFirst();
            if (own.isEmpty()) {
                continue;
            }
            InputFile file = group.files().get(0);
            DataType stated = own.get().type();
            if (united == null || first == null) {
                united = stated;
                first = file;
            } else {
                united = united(name, united, first, stated, file);
            }
        }
        return united == null ? DataType.VARCHAR : united;
    }

    private static DataType united(String name, DataType known, InputFile first, DataType stated, InputFile file) {
        return known.widen(stated)
                .orElseThrow(() -> file.invalid(
                        "type-clash",
                        "Cannot read column " + name + " of several files: it is " + stated + " here and " + known
                                + " in " + first.name(),
                        "Declare the type to read both as: columns: {" + name + ": TYPE}."));
    }
}
