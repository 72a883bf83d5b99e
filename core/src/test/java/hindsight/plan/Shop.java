package hindsight.plan;

import hindsight.graph.Graph;
import hindsight.graph.Model;
import hindsight.history.CommitKind;
import hindsight.history.Digest;
import hindsight.history.Line;
import hindsight.history.LogicVersion;
import hindsight.history.Memory;
import hindsight.history.Memory.Reversal;
import hindsight.history.ModelMemory;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.history.Update.LogicText;
import hindsight.problem.Location;
import hindsight.problem.SourceText;
import hindsight.project.CsvOptions;
import hindsight.project.LoadKind;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.project.SourceDefinition;
import hindsight.project.SqlText;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.FunctionKind;
import hindsight.sql.FunctionUse;
import hindsight.sql.ParsedQuery;
import hindsight.sql.TableReference;
import hindsight.time.Timeline;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A project and its past, written in few words. A model's text is its fingerprint. */
final class Shop {
    static final Instant MORNING = Instant.parse("2025-03-01T08:00:00Z");
    static final Schema COLUMNS = Schema.of(
            new Column("id", DataType.BIGINT), new Column("d", DataType.DATE), new Column("v", DataType.DOUBLE));

    private final List<SourceDefinition> sources = new ArrayList<>();
    private final List<Model> models = new ArrayList<>();
    private final List<TableMemory> tables = new ArrayList<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Map<Integer, Reversal> reversals = new HashMap<>();
    private long head;

    Shop source(String name, String... key) {
        sources.add(new SourceDefinition(
                name,
                List.of(key),
                Optional.empty(),
                LoadKind.APPEND,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml")));
        return this;
    }

    Shop loaded(String name, long seq, long rows) {
        tables.add(table(
                definition(name, TableRole.SOURCE, Optional.of(LoadKind.APPEND)), seq, seq, rows, Optional.empty()));
        return this;
    }

    Shop model(String name, String sql, String... inputs) {
        return model(name, sql, ModelSettings.DEFAULT, inputs);
    }

    Shop view(String name, String sql, String... inputs) {
        return model(name, sql, settings("", Materialization.VIEW), inputs);
    }

    Shop model(String name, String sql, ModelSettings settings, String... inputs) {
        SqlText text = SqlText.of(name + ".sql", sql);
        ParsedQuery query = new ParsedQuery(
                text,
                List.of(inputs).stream()
                        .map(input -> new TableReference(List.of(input), Optional.empty(), input, false, 0, 1))
                        .toList(),
                functions(sql),
                List.of(),
                sql);
        models.add(new Model(
                new ModelDefinition(
                        name,
                        "models/" + name + ".sql",
                        new SourceText(name + ".sql", sql),
                        settings,
                        Timeline.always(text)),
                Timeline.always(query),
                query,
                List.of(inputs)));
        schemas.put(name, COLUMNS);
        return this;
    }

    /** Forgets the file of the model that was declared last. */
    Shop vanished() {
        models.remove(models.size() - 1);
        return this;
    }

    /** Remembers the model that was declared last as applied in a commit that changed its rows. */
    Shop applied(long basis, long rows) {
        return applied(basis, basis, rows);
    }

    Shop applied(long basis, long changed, long rows) {
        String sql = models.get(models.size() - 1)
                .timeline()
                .segments()
                .get(0)
                .value()
                .sql()
                .text();
        return applied(basis, changed, rows, sql, sql);
    }

    Shop appliedAs(String declared, String inForce, long basis) {
        applied(basis, basis, 1, declared, inForce);
        reversals.put(tables.size(), new Reversal(basis, CommitKind.UNDO));
        return this;
    }

    private Shop applied(long basis, long changed, long rows, String declared, String inForce) {
        Model model = models.get(models.size() - 1);
        TableDefinition definition = Definitions.of(model.definition(), COLUMNS, Definitions.floating(COLUMNS));
        ModelMemory memory = new ModelMemory(
                Timeline.always(new LogicVersion(1, declared, declared, model.inputs(), Optional.empty())),
                Timeline.always(new LogicVersion(2, inForce, inForce, model.inputs(), Optional.empty())),
                basis,
                MORNING,
                Optional.empty());
        tables.add(table(definition, changed, changed, rows, Optional.of(memory)));
        return this;
    }

    Shop columns(String model, Schema schema) {
        schemas.put(model, schema);
        return this;
    }

    Plan plan() {
        return plan(MORNING);
    }

    Plan plan(Instant now) {
        return plan(PlanRequest.of(now, ZoneOffset.UTC));
    }

    Plan plan(PlanRequest request) {
        return Planner.plan(graph(), schemas, memory(), request, Texts.UNREAD);
    }

    /** @param declared what files say, where what was declared is not what is in force */
    Plan plan(Map<String, String> declared) {
        Map<String, Timeline<LogicText>> files = new HashMap<>();
        declared.forEach((model, sql) -> files.put(model, Timeline.always(text(sql))));
        return plan(PlanRequest.of(MORNING, ZoneOffset.UTC).declaring(files, Map.of()));
    }

    Plan plan(Texts texts) {
        return Planner.plan(graph(), schemas, memory(), PlanRequest.of(MORNING, ZoneOffset.UTC), texts);
    }

    Graph graph() {
        return new Graph(sources, models);
    }

    Memory memory() {
        return Memory.of(head, tables, reversals);
    }

    PlanRequest allowing(Set<String> restate, Set<String> drop) {
        return new PlanRequest(Optional.empty(), Optional.empty(), restate, drop, MORNING, ZoneOffset.UTC);
    }

    static ModelSettings settings(String effective, Materialization materialization) {
        return new ModelSettings(
                "",
                List.of(),
                Optional.of(effective).filter(name -> !name.isEmpty()),
                List.of(),
                Map.of(),
                materialization,
                List.of(),
                Optional.empty(),
                false,
                false,
                Map.of());
    }

    static ModelSettings keyed(String key) {
        return new ModelSettings(
                "",
                List.of(key),
                Optional.empty(),
                List.of(),
                Map.of(),
                Materialization.TABLE,
                List.of(),
                Optional.empty(),
                false,
                false,
                Map.of());
    }

    static LogicText text(String sql, String... inputs) {
        return new LogicText(sql, sql, List.of(inputs));
    }

    private static TableDefinition definition(String name, TableRole role, Optional<LoadKind> load) {
        return new TableDefinition(name, role, COLUMNS, Set.of(), List.of(), Optional.empty(), load);
    }

    private TableMemory table(
            TableDefinition definition, long defined, long changed, long rows, Optional<ModelMemory> model) {
        head = Math.max(head, Math.max(defined, changed));
        List<StoredColumn> columns = new ArrayList<>();
        for (Column column : definition.schema().columns()) {
            columns.add(new StoredColumn(column, List.of(columns.size() + 1), true));
        }
        return new TableMemory(
                tables.size() + 1, definition, columns, defined, changed, rows, Digest.EMPTY, model, false, Line.MAIN);
    }

    /** A text such as {@code now()} is taken for a call of a function of the clock. */
    private static List<FunctionUse> functions(String sql) {
        String name = sql.replace("()", "");
        FunctionKind kind =
                List.of("current_date", "today", "age").contains(name) ? FunctionKind.DATE : FunctionKind.CLOCK;
        return sql.contains("()") ? List.of(new FunctionUse(name, kind, false, false, 0, 1)) : List.of();
    }
}
