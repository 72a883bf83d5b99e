package hindsight.merge;

import hindsight.history.TableDefinition;
import hindsight.schema.Column;
import hindsight.sql.Identifier;
import hindsight.sql.Identity;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SQL that merges the rows of a table without a key three ways: the net diff {@code change} is added to {@code head}. It is a conflict if there
 * are fewer rows than it takes away.
 */
public final class BagMerge {
    private final List<Column> columns;
    private final boolean force;

    public BagMerge(TableDefinition definition, ConflictPolicy policy) {
        this.columns = definition.schema().columns();
        this.force = policy == ConflictPolicy.FORCE;
    }

    /** A SELECT over {@code change} and {@code head}: {@code c<i>}, {@code weight}, and how many such rows are {@code there}. */
    public String decided() {
        return """
                WITH wanted AS MATERIALIZED (SELECT row_number() OVER () AS id, _weight AS weight, %s FROM change),
                found AS (SELECT id, count(*) AS there FROM wanted JOIN (SELECT %s FROM head) ON weight < 0 AND %s GROUP BY id)
                SELECT wanted.*, coalesce(there, 0) AS there FROM wanted LEFT JOIN found USING (id)""".formatted(
                        list(i -> Identifier.quote(columns.get(i).name()) + " AS c" + i, ", "),
                        list(i -> Identifier.quote(columns.get(i).name()) + " AS h" + i, ", "),
                        list(i -> Identity.same("c" + i, "h" + i, columns.get(i)), " AND "));
    }

    /** A SELECT over {@code decided} with what changes of head, as a net diff. */
    public String diff() {
        String lacking = force ? "-there" : "0";
        return "SELECT * FROM (SELECT "
                + list(i -> "c" + i + " AS " + Identifier.quote(columns.get(i).name()), ", ")
                + ", CAST(CASE WHEN weight + there >= 0 THEN weight ELSE " + lacking
                + " END AS BIGINT) AS _weight FROM decided) WHERE _weight <> 0";
    }

    /** A SELECT over {@code decided} with the rows in conflict: all columns, how many rows base had more than theirs, and how many there are. */
    public String conflicts() {
        return "SELECT " + list(i -> "c" + i, ", ")
                + ", -weight, there FROM decided WHERE weight + there < 0 ORDER BY ALL";
    }

    private String list(IntFunction<String> expression, String separator) {
        return IntStream.range(0, columns.size()).mapToObj(expression).collect(Collectors.joining(separator));
    }
}
