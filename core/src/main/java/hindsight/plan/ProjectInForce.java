package hindsight.plan;

import hindsight.history.Memory;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update.LogicText;
import hindsight.problem.Location;
import hindsight.problem.SourceText;
import hindsight.project.CsvOptions;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.project.Project;
import hindsight.project.SourceDefinition;
import hindsight.project.SqlText;
import hindsight.schema.Name;
import hindsight.time.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered, as a project: models follow the logic that is to be in force, whatever their files declare by now. Of files it has only
 * what is not remembered: tests, and where things stand.
 */
public final class ProjectInForce {
    private final Project files;
    private final Map<String, Timeline<LogicText>> logic;
    private final Map<String, String> formerNames;

    private ProjectInForce(Project files, Map<String, Timeline<LogicText>> logic, Map<String, String> formerNames) {
        this.files = files;
        this.logic = logic;
        this.formerNames = formerNames;
    }

    /**
     * The project.
     *
     * @param tables that there are to be, models under the names that they are to have
     * @param logic that is to be in force, by folded name of the model, where it is another than now
     * @param formerNames what models are called now, by folded name, where that is another one
     */
    public static Project of(
            Project files,
            List<TableMemory> tables,
            Map<String, Timeline<LogicText>> logic,
            Map<String, String> formerNames) {
        ProjectInForce inForce = new ProjectInForce(files, logic, formerNames);
        return new Project(
                files.root(),
                files.settings(),
                tables.stream()
                        .map(TableMemory::definition)
                        .filter(table -> table.role() == TableRole.SOURCE)
                        .map(ProjectInForce::source)
                        .toList(),
                tables.stream()
                        .filter(table -> table.model().isPresent())
                        .map(inForce::model)
                        .toList(),
                files.tests());
    }

    /** What files declare, as far as that was applied, by folded name of the model. */
    public static Map<String, Timeline<LogicText>> declared(Memory memory) {
        Map<String, Timeline<LogicText>> declared = new HashMap<>();
        memory.tables()
                .forEach((name, table) ->
                        table.model().ifPresent(model -> declared.put(name, Logic.remembered(model.declared()))));
        return declared;
    }

    private static SourceDefinition source(TableDefinition table) {
        return new SourceDefinition(
                table.name(),
                table.entity(),
                table.effective(),
                table.load().orElse(LoadKind.UPSERT),
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml"));
    }

    private ModelDefinition model(TableMemory table) {
        String name = table.name();
        Optional<ModelDefinition> file = files.models().stream()
                .filter(model -> Name.same(model.name(), name))
                .findFirst();
        String path = file.map(ModelDefinition::path).orElse("models/" + name + ".sql");
        Timeline<LogicText> texts = Optional.ofNullable(logic.get(Name.folded(name)))
                .orElseGet(() -> Logic.remembered(table.model().orElseThrow().inForce()));
        return new ModelDefinition(
                name,
                path,
                file.map(ModelDefinition::file).orElseGet(() -> new SourceText(path, "")),
                settings(table.definition(), file, texts),
                texts.map(text -> SqlText.of(path, text.sql())));
    }

    private ModelSettings settings(TableDefinition table, Optional<ModelDefinition> file, Timeline<LogicText> texts) {
        ModelSettings known =
                settings(table, file.map(ModelDefinition::settings).orElse(ModelSettings.DEFAULT));
        return new ModelSettings(
                known.description(),
                known.key(),
                known.effective(),
                known.tests(),
                known.columnDescriptions(),
                known.materialization(),
                known.tags(),
                Optional.ofNullable(formerNames.get(Name.folded(table.name()))),
                false,
                texts.segments().stream().anyMatch(segment -> Logic.isOrdered(segment.value())),
                known.places());
    }

    /** Key, effective time and kind of a table, and all else as a file says. */
    static ModelSettings settings(TableDefinition table, ModelSettings file) {
        return file.of(
                table.key(),
                table.effective().map(Effective::columns).map(columns -> columns.get(0)),
                table.role() == TableRole.VIEW ? Materialization.VIEW : Materialization.TABLE);
    }
}
