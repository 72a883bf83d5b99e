package hindsight.run;

import hindsight.graph.Graph;
import hindsight.graph.GraphBuilder;
import hindsight.graph.Model;
import hindsight.graph.TracedTable.Kind;
import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.project.Materialization;
import hindsight.project.Project;
import hindsight.project.SourceDefinition;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table with the SQL that it follows.
 *
 * @param applied whether it is remembered: else it is as the project's files say
 * @param columns where they are remembered or declared; none: they follow from the SQL, or are not known
 * @param sections of a source: none
 */
record LogicTable(
        String name, Kind kind, boolean applied, List<Column> columns, List<String> inputs, List<SqlText> sections) {
    LogicTable {
        columns = List.copyOf(columns);
        inputs = List.copyOf(inputs);
        sections = List.copyOf(sections);
    }

    /** All that are remembered, by what is in force. */
    static List<LogicTable> remembered(Memory memory) {
        return memory.live().stream().map(LogicTable::of).toList();
    }

    /** All that the project declares and that are not remembered. */
    static List<LogicTable> unapplied(Project project, Memory memory, GraphBuilder builder) {
        List<LogicTable> found = new ArrayList<>();
        for (SourceDefinition source : project.sources()) {
            if (memory.table(source.name()).isEmpty()) {
                found.add(new LogicTable(source.name(), Kind.SOURCE, false, source.columns(), List.of(), List.of()));
            }
        }
        boolean more = project.models().stream()
                .anyMatch(model -> memory.table(model.name()).isEmpty());
        Optional<Graph> graph = more ? Optional.of(builder.build(project)) : Optional.empty();
        graph.stream()
                .flatMap(built -> built.models().stream())
                .filter(model -> memory.table(model.name()).isEmpty())
                .forEach(model -> found.add(of(model)));
        return found;
    }

    private static LogicTable of(TableMemory table) {
        Optional<Timeline<LogicVersion>> logic = table.model().map(ModelMemory::inForce);
        List<LogicVersion> versions = logic.stream()
                .flatMap(timeline -> timeline.segments().stream())
                .map(Timeline.Segment::value)
                .toList();
        return new LogicTable(
                table.name(),
                kind(table.definition().role()),
                true,
                table.definition().schema().columns(),
                versions.stream()
                        .flatMap(version -> version.inputs().stream())
                        .distinct()
                        .toList(),
                versions.stream()
                        .map(version -> SqlText.of(table.name(), version.sql()))
                        .toList());
    }

    private static LogicTable of(Model model) {
        boolean view = model.definition().settings().materialization() == Materialization.VIEW;
        return new LogicTable(
                model.name(),
                view ? Kind.VIEW : Kind.MODEL,
                false,
                List.of(),
                model.inputs(),
                model.definition().timeline().segments().stream()
                        .map(Timeline.Segment::value)
                        .toList());
    }

    private static Kind kind(TableRole role) {
        return switch (role) {
            case SOURCE -> Kind.SOURCE;
            case MODEL -> Kind.MODEL;
            case VIEW -> Kind.VIEW;
        };
    }

    boolean reads(String table) {
        return inputs.stream().anyMatch(input -> Name.same(input, table));
    }
}
