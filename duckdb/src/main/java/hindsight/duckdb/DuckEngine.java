package hindsight.duckdb;

import hindsight.delta.ClockCalls;
import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineRequest;
import hindsight.engine.FileStage;
import hindsight.engine.Mover;
import hindsight.history.Line;
import hindsight.history.Memory;
import hindsight.history.Store;
import hindsight.problem.DefectException;
import hindsight.relation.canonical.Functions;
import hindsight.sql.Binder;
import hindsight.sql.Parser;
import hindsight.sql.PlanReader;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.DuckDialect;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One in-memory database as scratch space; the warehouse's file is attached to it while a store is held. */
final class DuckEngine implements Engine {
    private final Session session;
    private final Bindings bindings;
    private final EngineRequest request;
    private final ChunkFiles chunks;
    private ScratchFolder scratch;
    private @Nullable FileStage files;
    private boolean held;
    private final Map<Line, Memory> seen = new HashMap<>();

    private DuckEngine(Session session, EngineRequest request, ScratchFolder scratch) {
        this.session = session;
        this.bindings = new Bindings(session);
        this.request = request;
        this.chunks = new ChunkFiles(session, request.warehouse());
        this.scratch = scratch;
    }

    static DuckEngine open(EngineRequest request) {
        try {
            Session session = new Session(DuckDriver.connect());
            ScratchFolder scratch = ScratchFolder.near(request.warehouse());
            DuckSettings.statements(request, scratch.path()).forEach(session::execute);
            session.execute("CREATE SCHEMA memory.stage");
            return new DuckEngine(session, request, scratch);
        } catch (SQLException e) {
            throw new DefectException("Cannot start DuckDB: " + EngineFailures.firstLine(e), e);
        }
    }

    Session session() {
        return session;
    }

    @Override
    public String version() {
        return "duckdb " + session.version();
    }

    @Override
    public Parser parser() {
        return new DuckParser(session, request.zone());
    }

    @Override
    public Binder binder() {
        return new DuckBinder(session, bindings);
    }

    @Override
    public PlanReader planReader() {
        return new DuckPlanReader(bindings, session.version());
    }

    @Override
    public Dialect dialect() {
        return new DuckDialect();
    }

    @Override
    public Functions functions() {
        return new FunctionKinds(session);
    }

    @Override
    public ClockCalls clockCalls() {
        return new ClockValues(request.zone());
    }

    @Override
    public FileStage files() {
        FileStage known = files;
        if (known == null) {
            spillBesideWarehouse();
            known = new DuckFileStage(session, scratch.path());
            files = known;
        }
        return known;
    }

    @Override
    public Store hold(Access access, String branch) {
        WarehouseFile file = file();
        if (held && !file.exists()) {
            throw file.vanished();
        }
        held = held || access == Access.WRITE || file.exists();
        return DuckStore.hold(
                session,
                new DuckStore.Disk(file, chunks, access == Access.WRITE ? handedOver() : seen),
                access,
                request.clock().withZone(request.zone()),
                branch);
    }

    /** What was read of heads, for a store that writes: those after it read them again. */
    private Map<Line, Memory> handedOver() {
        Map<Line, Memory> all = new HashMap<>(seen);
        seen.clear();
        return all;
    }

    @Override
    public <T> T rewrite(Function<Store, T> work) {
        seen.clear();
        WarehouseFile held = new WarehouseFile(session, request.warehouse(), request.patience(), "held");
        return new Rewriting(session, held).run(copy -> {
            chunks.dropAll();
            try (Store store = DuckStore.hold(
                    session,
                    new DuckStore.Disk(copy, chunks, new HashMap<>()),
                    Access.WRITE,
                    request.clock().withZone(request.zone()),
                    Line.MAIN.branch())) {
                return work.apply(store);
            }
        });
    }

    @Override
    public Capacity capacity() {
        return session.one(
                "SELECT parse_formatted_bytes(current_setting('memory_limit')), current_setting('threads')",
                row -> new Capacity(row.getLong(1), row.getInt(2)));
    }

    @Override
    public Mover mover() {
        return new DuckMover(session, file(), this::spillBesideWarehouse);
    }

    @Override
    public long dataStatements() {
        return session.dataStatements();
    }

    /** Where a warehouse is about to be made, its disk is the one that has room for the data. */
    private void spillBesideWarehouse() {
        if (!Files.exists(request.warehouse())) {
            scratch = ScratchFolder.beside(request.warehouse());
            session.execute(DuckSettings.spillInto(scratch.path()));
        }
    }

    private WarehouseFile file() {
        return new WarehouseFile(session, request.warehouse(), request.patience());
    }

    @Override
    public void cancel() {
        session.cancel();
    }

    @Override
    public void close() {
        session.close();
        scratch.close();
    }
}
