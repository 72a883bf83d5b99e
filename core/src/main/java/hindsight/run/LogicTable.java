package hindsight.run;

import hindsight.graph.Model;
import hindsight.graph.TracedTable.Kind;
import hindsight.history.LogicVersion;
import hindsight.history.ModelMemory;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.project.Materialization;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.time.Timeline;
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

    /** A table by what is in force. */
    static LogicTable of(TableMemory table) {
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

    /** A model as its file says. */
    static LogicTable of(Model model) {
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
