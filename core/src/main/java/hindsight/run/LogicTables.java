package hindsight.run;

import hindsight.graph.GraphBuilder;
import hindsight.graph.TracedTable.Kind;
import hindsight.history.Memory;
import hindsight.problem.Problem;
import hindsight.project.Project;
import hindsight.project.SourceDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables with the SQL that they follow.
 *
 * @param omitted names of models that were never applied and whose files are wrong, or those of what they read
 * @param problems what is wrong with files
 */
record LogicTables(List<LogicTable> tables, List<String> omitted, List<Problem> problems) {
    LogicTables {
        tables = List.copyOf(tables);
        omitted = List.copyOf(omitted);
        problems = List.copyOf(problems);
    }

    /** All that are remembered, by what is in force. */
    static LogicTables remembered(Memory memory) {
        return new LogicTables(memory.live().stream().map(LogicTable::of).toList(), List.of(), List.of());
    }

    /** All that are remembered, and those that the project declares besides, as its files say. */
    static LogicTables now(Workspace workspace, Memory memory) {
        Project project = workspace.project();
        List<LogicTable> tables = new ArrayList<>(remembered(memory).tables());
        for (SourceDefinition source : project.sources()) {
            if (memory.table(source.name()).isEmpty()) {
                tables.add(new LogicTable(source.name(), Kind.SOURCE, false, source.columns(), List.of(), List.of()));
            }
        }
        boolean more = project.models().stream()
                .anyMatch(model -> memory.table(model.name()).isEmpty());
        if (!more) {
            return new LogicTables(tables, List.of(), List.of());
        }
        GraphBuilder.Attempt attempt = new GraphBuilder(workspace.engine().parser()).attempt(project);
        List<String> omitted = new ArrayList<>();
        for (String name : project.models().stream().map(model -> model.name()).toList()) {
            if (memory.table(name).isEmpty()) {
                attempt.graph().model(name).map(LogicTable::of).ifPresentOrElse(tables::add, () -> omitted.add(name));
            }
        }
        return new LogicTables(tables, omitted, attempt.problems());
    }
}
