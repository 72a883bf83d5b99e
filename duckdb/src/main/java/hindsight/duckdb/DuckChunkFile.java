package hindsight.duckdb;

import hindsight.history.ChunkFile;
import hindsight.history.Digest;
import hindsight.history.Line;
import hindsight.history.RowSet;
import hindsight.history.StagedDiff;
import hindsight.history.StagedTable;
import hindsight.history.StoredColumn;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.Literal;
import hindsight.time.EffectiveRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One attached database: the rows, a row that says of what they are, and one for each chunk. */
final class DuckChunkFile implements ChunkFile {
    private final Session session;
    private final Scopes scopes;
    private final Line line;
    private final int number;
    private final String catalog;

    DuckChunkFile(Session session, Scopes scopes, Line line, int number) {
        this.session = session;
        this.scopes = scopes;
        this.line = line;
        this.number = number;
        this.catalog = ChunkFiles.catalog(number);
    }

    /** What stands for the head of its table. */
    static String head(TableMemory table) {
        String columns = table.columns().stream()
                .map(column -> ", " + Identifier.quote(column.name()) + " AS " + Physical.headColumn(column))
                .collect(Collectors.joining());
        return "(SELECT rowid AS rvid" + columns + " FROM " + ChunkFiles.catalog(-table.id()) + ".kept)";
    }

    @Override
    public Optional<Build> build() {
        boolean begun = session.one(
                "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'build' AND database_name = "
                        + Literal.string(catalog),
                row -> row.getLong(1) > 0);
        if (!begun) {
            return Optional.empty();
        }
        List<Chunk> chunks = session.list(
                "SELECT since, until, \"read\", done FROM " + catalog + ".chunk ORDER BY number", DuckChunkFile::chunk);
        return Optional.of(session.one(
                "SELECT identity, basis FROM " + catalog + ".build",
                row -> new Build(row.getString(1), row.getLong(2), chunks)));
    }

    @Override
    public void begin(Build build) {
        List<String> statements = new ArrayList<>();
        statements.add("BEGIN");
        statements.add("DROP TABLE IF EXISTS " + catalog + ".kept");
        statements.add("CREATE OR REPLACE TABLE " + catalog + ".build (identity VARCHAR, basis BIGINT)");
        statements.add("CREATE OR REPLACE TABLE " + catalog
                + ".chunk (number INTEGER, since TIMESTAMP, until TIMESTAMP, \"read\" BIGINT, done BOOLEAN)");
        statements.add("INSERT INTO " + catalog + ".build VALUES (" + Literal.string(build.identity()) + ", "
                + build.basis() + ")");
        for (int i = 0; i < build.chunks().size(); i++) {
            Chunk chunk = build.chunks().get(i);
            statements.add("INSERT INTO " + catalog + ".chunk VALUES (" + i + ", "
                    + moment(chunk.range().from()) + ", " + moment(chunk.range().to()) + ", " + chunk.read()
                    + ", false)");
        }
        statements.add("COMMIT");
        session.execute(String.join(";\n", statements));
    }

    @Override
    public void add(int chunk, RowSet rows) {
        String select = scopes.select(rows);
        boolean first =
                session.one("SELECT count(*) FROM " + catalog + ".chunk WHERE done", row -> row.getLong(1) == 0);
        session.countDataStatement();
        transaction(() -> {
            session.userStatement(
                    (first ? "CREATE TABLE " + catalog + ".kept AS " : "INSERT INTO " + catalog + ".kept ") + select,
                    "run the query");
            session.execute("UPDATE " + catalog + ".chunk SET done = true WHERE number = " + chunk);
        });
    }

    @Override
    public StagedTable rows() {
        Schema schema = new Schema(session.list(
                "DESCRIBE " + catalog + ".kept", row -> new Column(row.getString(1), new DataType(row.getString(2)))));
        long rows = session.one("SELECT count(*) FROM " + catalog + ".kept", row -> row.getLong(1));
        return new StagedTable(catalog + ".kept", schema, rows);
    }

    @Override
    public TableMemory table(TableDefinition definition) {
        List<StoredColumn> columns = new ArrayList<>();
        for (Column column : definition.schema().columns()) {
            columns.add(new StoredColumn(column, List.of(columns.size() + 1), true));
        }
        long basis = build().orElseThrow().basis();
        return new TableMemory(
                -number, definition, columns, 0, basis, rows().rows(), Digest.EMPTY, Optional.empty(), false, line);
    }

    /** Without gaps between the rows' places, by which they are numbered when they are published. */
    @Override
    public void follow(TableDefinition definition, StagedDiff diff, long basis) {
        String added = "SELECT " + DiffTable.all("n", definition) + " FROM " + diff.handle() + " WHERE added";
        String kept = catalog + ".kept";
        session.countDataStatement();
        transaction(() -> {
            if (diff.retracted() > 0) {
                session.execute("CREATE TABLE " + catalog + ".followed AS SELECT r.* FROM " + kept
                        + " r ANTI JOIN (SELECT rvid FROM " + diff.handle()
                        + " WHERE rvid IS NOT NULL) d ON r.rowid = d.rvid"
                        + " UNION ALL " + added);
                session.execute("DROP TABLE " + kept);
                session.execute("ALTER TABLE " + catalog + ".followed RENAME TO kept");
            } else {
                session.execute("INSERT INTO " + kept + " " + added);
            }
            session.execute("UPDATE " + catalog + ".build SET basis = " + basis);
        });
    }

    private void transaction(Runnable work) {
        session.execute("BEGIN");
        try {
            work.run();
            session.execute("COMMIT");
        } catch (RuntimeException e) {
            try {
                session.execute("ROLLBACK");
            } catch (RuntimeException rollback) {
                e.addSuppressed(rollback);
            }
            throw e;
        }
    }

    private static Chunk chunk(ResultSet row) throws SQLException {
        return new Chunk(
                new EffectiveRange(row.getObject(1, LocalDateTime.class), row.getObject(2, LocalDateTime.class)),
                row.getLong(3),
                row.getBoolean(4));
    }

    private static String moment(@Nullable LocalDateTime moment) {
        return moment == null ? "NULL" : Literal.timestamp(moment);
    }
}
