package hindsight.sql.writer;

import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables of a statement: what its WITH clause defines, and the aliases under which they are read. No two have one name. */
final class Tables {
    private final Dialect dialect;
    private final Set<String> taken = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<String> definitions = new ArrayList<>();
    private boolean recursive;
    private int count;

    Tables(Dialect dialect, Relation root) {
        this.dialect = dialect;
        Traversal.scans(root).forEach(scan -> taken.add(Name.folded(scan.table())));
    }

    /** A name for a table or an alias that nothing else has. */
    String fresh() {
        String name;
        do {
            count++;
            name = "t" + count;
        } while (!taken.add(name));
        return name;
    }

    /** Reads an input: under its own name the first time, under an alias from then on. */
    Select scan(Relation.Scan scan) {
        String table = dialect.name(scan.table());
        boolean first = read.add(Name.folded(scan.table()));
        String alias = first ? table : fresh();
        List<Fragment> columns = scan.read().stream()
                .map(column -> Fragment.column(alias + "." + dialect.name(column.name()), column.name()))
                .toList();
        return new Select(first ? table : table + " AS " + alias, columns);
    }

    /**
     * Puts a query into the WITH clause.
     *
     * @param once whether the engine has to compute its rows once, also where it is read several times
     */
    Defined define(Select select, boolean once) {
        List<String> names = names(select);
        String text = select.text(names);
        String name = fresh();
        definitions.add(name + (once ? " AS MATERIALIZED (\n" : " AS (\n") + text + ")");
        return new Defined(name, names);
    }

    /** Puts a recursive query into the WITH clause. */
    void recursion(String name, int width, String text) {
        recursive = true;
        definitions.add(name + "(" + String.join(", ", numbered(width)) + ") AS (\n" + text + ")");
    }

    /** Reads a query where it stands. */
    Select inline(Select select) {
        List<String> names = names(select);
        String alias = fresh();
        return new Select("(" + select.text(names) + ") AS " + alias, columns(alias, names));
    }

    String with() {
        String word = recursive ? "WITH RECURSIVE " : "WITH ";
        return definitions.isEmpty() ? "" : definitions.stream().collect(Collectors.joining(",\n", word, "\n"));
    }

    static List<Fragment> columns(String alias, List<String> names) {
        return names.stream()
                .map(name -> Fragment.column(alias + "." + name, unquoted(name)))
                .toList();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    static List<String> numbered(int width) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            names.add("c" + i);
        }
        return names;
    }

    private List<String> names(Select select) {
        List<String> names = numbered(select.columns().size());
        Set<String> used = new HashSet<>(names);
        for (int i = 0; i < names.size() && !select.isWhole(); i++) {
            String known = select.columns().get(i).name();
            if (!known.isEmpty() && used.add(Name.folded(known))) {
                names.set(i, dialect.name(known));
            }
        }
        return names;
    }

    /** A table of the WITH clause. */
    record Defined(String name, List<String> columns) {
        Select read() {
            return new Select(name, Tables.columns(name, columns));
        }

        Select readAs(String alias) {
            return new Select(name + " AS " + alias, Tables.columns(alias, columns));
        }
    }
}
