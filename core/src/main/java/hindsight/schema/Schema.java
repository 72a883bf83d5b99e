package hindsight.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns of a table in order; no two of one name. */
public record Schema(List<Column> columns) {
    public Schema {
        columns = List.copyOf(columns);
        Set<String> seen = new HashSet<>();
        for (Column column : columns) {
            if (!seen.add(Name.folded(column.name()))) {
                throw new IllegalArgumentException("two columns are named " + column.name());
            }
        }
    }

    public static Schema of(Column... columns) {
        return new Schema(List.of(columns));
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(column -> column.named(name)).findFirst();
    }

    /** The position of a column that is there. */
    public int position(String name) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).named(name))
                .findFirst()
                .orElseThrow();
    }

    /** The different types of some columns. */
    public Set<DataType> types(List<String> names) {
        return names.stream()
                .flatMap(name -> column(name).stream())
                .map(Column::type)
                .collect(Collectors.toSet());
    }

    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
