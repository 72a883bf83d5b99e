package hindsight.duckdb;

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
import hindsight.history.TableSettings;
import hindsight.project.LoadKind;
import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what is remembered of all tables as of a commit: five or six small queries, whatever the number of tables. */
final class MemoryReader {
    private final Session session;
    private final Line line;

    MemoryReader(Session session, Line line) {
        this.session = session;
        this.line = line;
    }

    Memory read(long seq) {
        Map<Integer, LogicVersion> logic = logic();
        Map<Integer, Sum> sums = sums(seq);
        Map<Integer, State> states = states(seq);
        Map<Integer, List<Piece>> pieces = timelines(seq);
        List<TableMemory> tables = latest(
                "table_version",
                "name, role, columns, \"key\", effective, load_kind, dropped, held_back",
                seq,
                row -> table(
                        row,
                        sums,
                        model(
                                row.getInt("table_id"),
                                states,
                                pieces,
                                logic,
                                MetadataJson.settings(row.getString("held_back")))));
        boolean reversed = tables.stream().anyMatch(MemoryReader::mayBeTakenBack);
        return Memory.of(seq, tables, reversed ? reversals(seq) : Map.of());
    }

    private static boolean mayBeTakenBack(TableMemory table) {
        return table.model()
                .filter(model -> table.dropped()
                        || model.heldBack().isPresent()
                        || !model.declared().equals(model.inForce()))
                .isPresent();
    }

    private Map<Integer, Reversal> reversals(long seq) {
        String seen = LineSql.upTo(line, seq);
        Map<Integer, Reversal> found = new HashMap<>();
        session.list(
                """
                SELECT table_id, max(seq), arg_max(kind, seq)
                FROM (SELECT table_id, seq FROM w.hindsight.table_version WHERE %s
                  UNION ALL SELECT table_id, seq FROM w.hindsight.timeline WHERE %s)
                JOIN (SELECT seq, kind FROM w.hindsight.commit WHERE kind IN ('UNDO', 'RESTORE', 'MERGE')) USING (seq)
                GROUP BY table_id""".formatted(seen, seen),
                row -> found.put(row.getInt(1), new Reversal(row.getLong(2), CommitKind.valueOf(row.getString(3)))));
        return found;
    }

    /** Rows of a metadata table that are in force at a commit: for each table those of its last seq. */
    private <T> List<T> latest(String table, String columns, long seq, Session.RowReader<T> reader) {
        return session.list("""
                SELECT table_id, seq, %s FROM w.hindsight.%s
                WHERE %s
                QUALIFY seq = max(seq) OVER (PARTITION BY table_id)""".formatted(columns, table, LineSql.upTo(line, seq)), reader);
    }

    private TableMemory table(ResultSet row, Map<Integer, Sum> sums, Optional<ModelMemory> model) throws SQLException {
        int id = row.getInt("table_id");
        List<StoredColumn> columns = MetadataJson.columns(row.getString("columns"));
        @Nullable String load = row.getString("load_kind");
        TableDefinition definition = new TableDefinition(
                row.getString("name"),
                TableRole.valueOf(row.getString("role")),
                new Schema(columns.stream().map(StoredColumn::column).toList()),
                columns.stream().filter(c -> !c.exact()).map(StoredColumn::name).collect(Collectors.toSet()),
                MetadataJson.names(row.getString("key")),
                MetadataJson.effective(row.getString("effective")),
                Optional.ofNullable(load).map(LoadKind::valueOf));
        Sum sum = sums.getOrDefault(id, Sum.NOTHING);
        return new TableMemory(
                id,
                definition,
                columns,
                row.getLong("seq"),
                sum.seq(),
                sum.rows(),
                sum.digest(),
                definition.role() == TableRole.SOURCE ? Optional.empty() : model,
                row.getBoolean("dropped"),
                line);
    }

    private static Optional<ModelMemory> model(
            int id,
            Map<Integer, State> states,
            Map<Integer, List<Piece>> pieces,
            Map<Integer, LogicVersion> logic,
            Optional<TableSettings> heldBack) {
        @Nullable State state = states.get(id);
        @Nullable List<Piece> own = pieces.get(id);
        return state == null || own == null
                ? Optional.empty()
                : Optional.of(new ModelMemory(
                        timeline(own, true, logic),
                        timeline(own, false, logic),
                        state.basis(),
                        state.clock(),
                        heldBack));
    }

    private static Timeline<LogicVersion> timeline(
            List<Piece> pieces, boolean declared, Map<Integer, LogicVersion> logic) {
        return new Timeline<>(pieces.stream()
                .filter(piece -> piece.declared() == declared)
                .map(piece -> new Timeline.Segment<>(piece.range(), Objects.requireNonNull(logic.get(piece.version()))))
                .toList());
    }

    private Map<Integer, LogicVersion> logic() {
        return session
                .list(
                        "SELECT version, sql, fingerprint, inputs, opaque FROM w.hindsight.logic",
                        row -> new LogicVersion(
                                row.getInt(1),
                                row.getString(2),
                                row.getString(3),
                                MetadataJson.names(row.getString(4)),
                                Optional.ofNullable(row.getString(5))))
                .stream()
                .collect(Collectors.toMap(LogicVersion::number, version -> version));
    }

    private Map<Integer, Sum> sums(long seq) {
        Map<Integer, Sum> sums = new HashMap<>();
        latest(
                "table_sum",
                "rows, digest_high, digest_low",
                seq,
                row -> sums.put(
                        row.getInt("table_id"),
                        new Sum(
                                row.getLong("seq"),
                                row.getLong("rows"),
                                new Digest(row.getLong("digest_high"), row.getLong("digest_low")))));
        return sums;
    }

    private Map<Integer, State> states(long seq) {
        Map<Integer, State> states = new HashMap<>();
        latest(
                "model_state",
                "basis, clock",
                seq,
                row -> states.put(row.getInt("table_id"), new State(row.getLong("basis"), instant(row, "clock"))));
        return states;
    }

    private Map<Integer, List<Piece>> timelines(long seq) {
        Map<Integer, List<Piece>> pieces = new HashMap<>();
        latest(
                "timeline",
                "declared, \"from\", \"to\", version",
                seq,
                row -> pieces.computeIfAbsent(row.getInt("table_id"), id -> new ArrayList<>())
                        .add(new Piece(
                                row.getLong("seq"),
                                row.getBoolean("declared"),
                                new EffectiveRange(moment(row, "from"), moment(row, "to")),
                                row.getInt("version"))));
        pieces.values()
                .forEach(list -> list.sort(Comparator.comparing(
                        (Piece piece) -> piece.range().from(), Comparator.nullsFirst(Comparator.naturalOrder()))));
        return pieces;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    private static @Nullable LocalDateTime moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class);
    }

    private record Sum(long seq, long rows, Digest digest) {
        static final Sum NOTHING = new Sum(0, 0, Digest.EMPTY);
    }

    private record State(long basis, Instant clock) {}

    private record Piece(long seq, boolean declared, EffectiveRange range, int version) {}
}
