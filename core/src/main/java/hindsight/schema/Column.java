package hindsight.schema;

/**
 * A column of a table as users see it.
 *
 * @param name as written by the user, compared without regard to case
 * @param type what its values are
 */
public record Column(String name, DataType type) {
    public Column {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column has a name");
        }
    }

    public boolean named(String other) {
        return Name.same(name, other);
    }
}
