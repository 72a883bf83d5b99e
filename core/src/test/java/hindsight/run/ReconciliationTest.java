package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.engine.StagedFiles;
import hindsight.history.Digest;
import hindsight.history.Evolution;
import hindsight.history.Line;
import hindsight.history.StagedTable;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.TableRole;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.project.CsvOptions;
import hindsight.project.Effective;
import hindsight.project.LoadKind;
import hindsight.project.SourceDefinition;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final SourceDefinition ORDERS = source(LoadKind.UPSERT, "id");

    @Test
    void theFirstLoadTakesTheColumnsOfTheFiles() {
        TableDefinition definition =
                reconcile(ORDERS, "", "ID BIGINT, amt DOUBLE").definition();
        assertThat(shown(definition)).isEqualTo("ID BIGINT, amt DOUBLE");
        assertThat(definition.key()).containsExactly("ID");
        assertThat(definition.load()).contains(LoadKind.UPSERT);
    }

    @Test
    void rememberedColumnsKeepTheirNamesAndOrder() {
        Reconciliation.Result result =
                reconcile(ORDERS, "Id BIGINT, amt DECIMAL(12,2)", "amt DECIMAL(12,2), new DATE, ID BIGINT");
        assertThat(shown(result.definition())).isEqualTo("Id BIGINT, amt DECIMAL(12,2), new DATE");
        assertThat(result.definition().key()).containsExactly("Id");
        assertThat(result.warnings()).extracting(Problem::code).containsExactly("column-added");
    }

    @Test
    void typesWiden() {
        Reconciliation.Result result = reconcile(ORDERS, "id INTEGER, d DATE", "id BIGINT, d TIMESTAMP");
        assertThat(shown(result.definition())).isEqualTo("id BIGINT, d TIMESTAMP");
        assertThat(result.warnings())
                .extracting(Problem::message)
                .containsExactly("orders.id becomes BIGINT; it was INTEGER", "orders.d becomes TIMESTAMP; it was DATE");
    }

    @Test
    void otherTypesAreRefused() {
        assertThatThrownBy(() -> reconcile(ORDERS, "id BIGINT, amt DOUBLE", "id INTEGER, amt VARCHAR"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("""
                        hindsight.yml: Cannot load orders: column id is INTEGER now and was BIGINT so far
                          Types only widen, within one family. Declare it as it was, or load the rows into another source.
                        hindsight.yml: Cannot load orders: column amt is VARCHAR now and was DOUBLE so far
                          Types only widen, within one family. Declare it as it was, or load the rows into another source.""");
    }

    @Test
    void nothingWidensToNanosecondsForTheyReachLessFar() {
        assertThatThrownBy(() -> reconcile(ORDERS, "id BIGINT, d DATE", "id BIGINT, d TIMESTAMP_NS"))
                .isInstanceOf(InvalidException.class)
                .hasMessage("""
                        hindsight.yml: Cannot load orders: column d is TIMESTAMP_NS now and was DATE so far
                          TIMESTAMP_NS reaches from 1677 to 2262 only, so no other type widens to it. Load the rows into another source.""");
    }

    @Test
    void aModelIsNoSource() {
        TableMemory model = memory(TableRole.MODEL, "id BIGINT");
        assertThatThrownBy(() -> Reconciliation.of(ORDERS, Optional.of(model), staged("id BIGINT"), false))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the warehouse remembers a model of that name");
    }

    @Test
    void columnsThatSomeFileLacksNeedTheUsersWord() {
        StagedFiles staged = new StagedFiles(
                new StagedTable("t", schema("id BIGINT, amt DOUBLE, note VARCHAR"), 2),
                List.of(
                        new StagedFiles.Part("a.csv", List.of("id", "amt"), 1),
                        new StagedFiles.Part("b.csv", List.of("ID", "note"), 1)),
                Set.of());
        assertThatThrownBy(() -> Reconciliation.of(ORDERS, Optional.empty(), staged, false))
                .isInstanceOf(RefusedException.class)
                .hasMessage("""
                        b.csv: Cannot load the file into orders: it lacks column amt, which a.csv has
                          Take NULL for it with --missing-as-null.
                        a.csv: Cannot load the file into orders: it lacks column note, which b.csv has
                          Take NULL for it with --missing-as-null.""");
        assertThat(shown(Reconciliation.of(ORDERS, Optional.empty(), staged, true)
                        .definition()))
                .isEqualTo("id BIGINT, amt DOUBLE, note VARCHAR");
    }

    @Test
    void keyColumnsAreNeverNull() {
        StagedFiles staged = new StagedFiles(
                new StagedTable("t", schema("id BIGINT, n BIGINT"), 2),
                List.of(
                        new StagedFiles.Part("a.csv", List.of("id", "n"), 1),
                        new StagedFiles.Part("b.csv", List.of("idd", "n"), 1)),
                Set.of());
        assertThatThrownBy(() -> Reconciliation.of(ORDERS, Optional.empty(), staged, true))
                .isInstanceOf(InvalidException.class)
                .hasMessageStartingWith(
                        "b.csv: Cannot load the file into orders: it lacks the key column id\n  Did you mean idd?");
    }

    @Test
    void theOperationOfChangesIsNoColumnOfTheTable() {
        SourceDefinition changes = source(LoadKind.CHANGES, "id");
        assertThat(shown(reconcile(changes, "", "OP VARCHAR, id BIGINT").definition()))
                .isEqualTo("id BIGINT");
        assertThat(shown(reconcile(ORDERS, "", "op VARCHAR, id BIGINT").definition()))
                .isEqualTo("op VARCHAR, id BIGINT");
        assertThatThrownBy(() -> reconcile(changes, "", "id BIGINT"))
                .hasMessageStartingWith(
                        "data.csv: Cannot load the file into orders: it lacks the column op of changes");
    }

    @Test
    void effectiveTimeIsADateOrATimestampWithoutZone() {
        SourceDefinition events = effective("at");
        for (String type : List.of("DATE", "TIMESTAMP", "TIMESTAMP_NS")) {
            assertThat(reconcile(events, "", "at " + type).definition().effective())
                    .contains(new Effective.Moment("at"));
        }
        assertThatThrownBy(() -> reconcile(events, "", "at TIMESTAMP WITH TIME ZONE"))
                .hasMessageContaining("its effective column at is TIMESTAMP WITH TIME ZONE")
                .hasMessageContaining("Declare columns: {at: TIMESTAMP} where all values are UTC.");
        assertThatThrownBy(() -> reconcile(events, "", "at VARCHAR"))
                .hasMessageContaining("effective column at is VARCHAR");
        assertThatThrownBy(() -> reconcile(events, "", "on DATE"))
                .hasMessageContaining("it lacks the effective column at");
    }

    @Test
    void aRowIsNamedByItsKeyAndTheBeginningOfItsPeriod() {
        SourceDefinition prices = periods(LoadKind.UPSERT);
        TableDefinition definition =
                reconcile(prices, "", "ID BIGINT, Since DATE, till DATE").definition();
        assertThat(definition.key()).containsExactly("ID", "Since");
        assertThat(definition.entity()).containsExactly("ID");
        assertThat(definition.period()).contains(new Effective.Period("Since", "till"));
    }

    @Test
    void bothEndsOfAPeriodAreThereAndOfOneType() {
        SourceDefinition prices = periods(LoadKind.UPSERT);
        assertThatThrownBy(() -> reconcile(prices, "", "id BIGINT, since DATE, till TIMESTAMP"))
                .hasMessageContaining("since is DATE, and till is TIMESTAMP");
        assertThatThrownBy(() -> reconcile(prices, "", "id BIGINT, since DATE"))
                .hasMessageContaining("it lacks the effective column till");
    }

    @Test
    void theFileOfADatedSnapshotHasNoPeriods() {
        SourceDefinition stock = periods(LoadKind.SNAPSHOT);
        assertThatThrownBy(() -> reconcile(stock, "", "id BIGINT, till DATE"))
                .hasMessageContaining("it has a column till, which --effective states for all of it");
    }

    @Test
    void namesOfOursAreReserved() {
        assertThatThrownBy(
                        () -> reconcile(ORDERS, "", "id BIGINT, _Weight BIGINT, _seq BIGINT, rowid BIGINT, _id BIGINT"))
                .hasMessageContaining("Cannot load a column named _Weight")
                .hasMessageContaining("Cannot load a column named _seq")
                .hasMessageContaining("Cannot load a column named rowid")
                .hasMessageNotContaining("_id");
    }

    private static Reconciliation.Result reconcile(SourceDefinition source, String before, String staged) {
        Optional<TableMemory> memory =
                before.isEmpty() ? Optional.empty() : Optional.of(memory(TableRole.SOURCE, before));
        return Reconciliation.of(source, memory, staged(staged), false);
    }

    private static StagedFiles staged(String columns) {
        Schema schema = schema(columns);
        return new StagedFiles(
                new StagedTable("t", schema, 1),
                List.of(new StagedFiles.Part("data.csv", schema.names(), 1)),
                Set.of());
    }

    private static TableMemory memory(TableRole role, String columns) {
        TableDefinition definition = new TableDefinition(
                "orders",
                role,
                schema(columns),
                Set.of(),
                List.of("id"),
                Optional.empty(),
                Optional.of(LoadKind.UPSERT));
        return new TableMemory(
                1,
                definition,
                Evolution.begin(definition).columns(),
                1,
                1,
                1,
                Digest.EMPTY,
                Optional.empty(),
                false,
                Line.MAIN);
    }

    private static Schema schema(String columns) {
        return new Schema(Arrays.stream(columns.split(", "))
                .map(text -> text.split(" ", 2))
                .map(parts -> new Column(parts[0], new DataType(parts[1])))
                .toList());
    }

    private static String shown(TableDefinition definition) {
        return String.join(
                ", ",
                definition.schema().columns().stream()
                        .map(column -> column.name() + " " + column.type())
                        .toList());
    }

    private static SourceDefinition source(LoadKind kind, String key) {
        return new SourceDefinition(
                "orders",
                List.of(key),
                Optional.empty(),
                kind,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml"));
    }

    private static SourceDefinition periods(LoadKind kind) {
        return new SourceDefinition(
                "prices",
                List.of("id"),
                Optional.of(new Effective.Period("since", "till")),
                kind,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml"));
    }

    private static SourceDefinition effective(String column) {
        return new SourceDefinition(
                "orders",
                List.of(),
                Optional.of(new Effective.Moment(column)),
                LoadKind.APPEND,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml"));
    }
}
