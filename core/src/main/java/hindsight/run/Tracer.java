package hindsight.run;

import hindsight.engine.Engine;
import hindsight.graph.LineageGraph;
import hindsight.graph.TracedTable;
import hindsight.graph.TracedTable.Kind;
import hindsight.graph.TracedTable.Trace;
import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.relation.BoundQuery;
import hindsight.relation.analysis.Derivation;
import hindsight.relation.analysis.Lineage;
import hindsight.relation.analysis.Origin;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Binder;
import hindsight.sql.Meaning;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Parser;
import hindsight.sql.PlanReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what tables are made of from the SQL that they follow. */
final class Tracer {
    private final Parser parser;
    private final Binder binder;
    private final PlanReader reader;
    private final Map<String, LogicTable> tables = new LinkedHashMap<>();
    private final Map<String, TracedTable> traced = new LinkedHashMap<>();
    private final Map<String, InvalidException> failures = new HashMap<>();

    Tracer(Engine engine, List<LogicTable> tables) {
        this.parser = engine.parser();
        this.binder = engine.binder();
        this.reader = engine.planReader();
        tables.forEach(table -> this.tables.put(Name.folded(table.name()), table));
    }

    /** One section's columns by name, and what they are made of. */
    private record Section(List<Column> columns, Lineage.Result lineage) {
        Derivation of(String column) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).named(column)) {
                    return lineage.columns().get(i);
                }
            }
            return Derivation.NOTHING;
        }
    }

    /** What of a section cannot be followed. */
    private static final class Untraceable extends Exception {
        private static final long serialVersionUID = 1L;
        private final String reason;

        Untraceable(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    /** The table and all that it builds on or that build on it. */
    LineageGraph around(String name) {
        Set<String> wanted = new LinkedHashSet<>();
        collectBelow(Name.folded(name), wanted);
        wanted.forEach(this::trace);
        return new LineageGraph(traced.values());
    }

    /** What is wrong with the SQL of a table that was traced. */
    Optional<InvalidException> failure(String name) {
        return Optional.ofNullable(failures.get(Name.folded(name)));
    }

    private void collectBelow(String name, Set<String> wanted) {
        if (wanted.add(name)) {
            tables.values().stream()
                    .filter(table -> table.reads(name))
                    .forEach(table -> collectBelow(Name.folded(table.name()), wanted));
        }
    }

    /** Inputs first. */
    private void trace(String name) {
        LogicTable table = tables.get(name);
        if (table != null && !traced.containsKey(name)) {
            table.inputs().forEach(input -> trace(Name.folded(input)));
            traced.put(name, traced(table));
        }
    }

    private TracedTable traced(LogicTable table) {
        if (table.kind() == Kind.SOURCE) {
            boolean known = !table.columns().isEmpty();
            Trace trace =
                    known ? new Trace.Outside() : new Trace.Unknown("source " + table.name() + " was never loaded");
            return made(table, table.columns(), trace);
        }
        List<Section> sections = new ArrayList<>();
        List<Column> columns = table.columns();
        try {
            Map<String, Schema> inputs = inputs(table);
            for (SqlText sql : table.sections()) {
                ParsedQuery query = parser.parse(sql);
                columns = columns.isEmpty() ? binder.bind(query, inputs).columns() : columns;
                sections.add(section(query, inputs));
            }
            return made(table, columns, new Trace.Known(united(columns, sections)));
        } catch (Untraceable failure) {
            return made(table, columns, new Trace.Unknown(failure.reason));
        } catch (InvalidException failure) {
            failures.put(Name.folded(table.name()), failure);
            return made(
                    table,
                    columns,
                    new Trace.Unknown("the SQL of " + table.name() + " is wrong: "
                            + failure.problems().get(0).message()));
        }
    }

    private Map<String, Schema> inputs(LogicTable table) throws Untraceable {
        Map<String, Schema> inputs = new HashMap<>();
        for (String input : table.inputs()) {
            TracedTable found = traced.get(Name.folded(input));
            if (found == null) {
                throw new Untraceable("there is no table " + input + " any more");
            }
            if (found.columns().isEmpty()) {
                throw new Untraceable(found.reason().orElse("the columns of " + input + " are not known"));
            }
            inputs.put(found.name(), new Schema(found.columns()));
        }
        return inputs;
    }

    private Section section(ParsedQuery query, Map<String, Schema> inputs) throws Untraceable {
        Meaning meaning = reader.read(query, inputs).simplified();
        if (meaning instanceof Meaning.Opaque opaque) {
            throw new Untraceable(opaque.reason());
        }
        BoundQuery read = meaning.understood().orElseThrow();
        List<DataType> types = read.relation().columns();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new Column(read.names().get(i), types.get(i)));
        }
        return new Section(columns, Lineage.of(read.relation()));
    }

    /** A column is made of what any section makes it of. */
    private static Lineage.Result united(List<Column> columns, List<Section> sections) {
        Set<Origin> rows = new LinkedHashSet<>();
        sections.forEach(section -> rows.addAll(section.lineage().rows()));
        List<Derivation> made = columns.stream()
                .map(column -> Derivation.all(sections.stream()
                        .map(section -> section.of(column.name()))
                        .toList()))
                .toList();
        return new Lineage.Result(made, rows);
    }

    private static TracedTable made(LogicTable table, List<Column> columns, Trace trace) {
        return new TracedTable(table.name(), table.kind(), table.applied(), columns, table.inputs(), trace);
    }
}
