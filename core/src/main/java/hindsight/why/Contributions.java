package hindsight.why;

import hindsight.delta.Shapes;
import hindsight.delta.TooLargeException;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Expression.Reference;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What some rows of a query are made of.
 *
 * @param steps queries whose rows are to be kept, each under its name, for what comes after it
 * @param inputs of each input of which some rows contribute, by its folded name, those, as their identifying columns
 * @param whole folded names of inputs of which all rows do
 * @param absent folded names of inputs of which it matters that there are no more rows: one could keep a row away, or stand where none was found
 */
public record Contributions(List<Step> steps, Map<String, BoundQuery> inputs, Set<String> whole, Set<String> absent) {
    /** The name by which the first query reads the rows that are asked about. */
    public static final String TARGET = "#target";

    public Contributions {
        steps = List.copyOf(steps);
        inputs = Map.copyOf(inputs);
        whole = Set.copyOf(whole);
        absent = Set.copyOf(absent);
    }

    /**
     * The columns by which rows of an input are told.
     *
     * @param unique whether no two rows are alike in them
     */
    public record Identity(List<Column> columns, boolean unique) {
        public Identity {
            columns = List.copyOf(columns);
        }
    }

    /** Rows that later queries read under a name. */
    public record Step(String name, BoundQuery query) {}

    /**
     * How to find them.
     *
     * @param columns positions of the query's columns of which the rows asked about tell the values, as columns {@code c0}, {@code c1}, … of
     *     {@link #TARGET}; empty: all rows are asked about
     * @param identifying by the folded name of each input
     */
    public static Contributions of(BoundQuery query, List<Integer> columns, Map<String, Identity> identifying) {
        Relation root = Shapes.simple(widened(query.relation(), identifying));
        List<Column> names = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        for (int column : columns) {
            Reference value = new Reference(column, root.columns().get(column));
            values.add(value);
            names.add(new Column("c" + names.size(), value.type()));
        }
        try {
            Descent descent = new Descent(identifying);
            descent.down(root, Wanted.among(new Relation.Scan(TARGET, names), values));
            return descent.found();
        } catch (TooLargeException tooLarge) {
            return all(query);
        }
    }

    /** All rows of all inputs. */
    public static Contributions all(BoundQuery query) {
        Set<String> tables = Traversal.scans(query.relation()).stream()
                .map(scan -> Name.folded(scan.table()))
                .collect(Collectors.toSet());
        return new Contributions(List.of(), Map.of(), tables, Set.of());
    }

    /** Every read of an input with what identifies its rows, too. */
    private static Relation widened(Relation root, Map<String, Identity> identifying) {
        return Traversal.rewrite(
                root,
                part -> part instanceof Relation.Scan scan
                        ? widened(scan, Objects.requireNonNull(identifying.get(Name.folded(scan.table()))))
                        : part);
    }

    private static Relation widened(Relation.Scan scan, Identity identity) {
        List<Column> wide = new ArrayList<>(scan.read());
        for (Column column : identity.columns()) {
            if (place(wide, column).isEmpty()) {
                wide.add(column);
            }
        }
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < scan.read().size(); i++) {
            read.add(i);
        }
        return Project.columns(new Relation.Scan(scan.table(), wide), read);
    }

    static Optional<Integer> place(List<Column> columns, Column wanted) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).named(wanted.name())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
