package hindsight.run;

import hindsight.history.ExportFormat;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.project.SqlText;
import hindsight.schema.Schema;
import hindsight.sql.ParsedQuery;
import hindsight.sql.Safety;
import hindsight.time.Position;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Answers a SELECT over sources, models and views, each as of a commit or by the logic of another one, and over files. Changes nothing.
 */
public final class Query {
    private final Workspace workspace;

    public Query(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What to ask.
     *
     * @param asOf where tables are read that have no AT clause of their own; empty: head
     * @param logic the commit by whose logic the models among them are computed anew; empty: as published
     */
    public record Request(SqlText sql, Optional<Position> asOf, Optional<Position> logic) {}

    /**
     * What an answer is made of.
     *
     * @param seq the commit as of which tables were read
     * @param logic the commit by whose logic models were computed; empty: they were read as published
     */
    public record Origin(long seq, OptionalLong logic) {}

    /**
     * Gives the answer while the warehouse is held: what it is made of, and the rows, which are streamed.
     *
     * @throws InvalidException naming the place: not a SELECT, no such table or column, a value that cannot be computed
     */
    public <T> T rows(Request request, BiFunction<Origin, Rows, T> reader) {
        ParsedQuery parsed = parsed(request);
        return workspace.reading(store -> {
            Origin origin = origin(request, store);
            QueryScope scope = QueryScope.of(parsed, origin, store, workspace);
            try (Rows rows = explained(parsed, scope, set -> store.rows(set))) {
                return reader.apply(origin, rows);
            }
        });
    }

    /**
     * Writes the answer to a file, whole or not at all; a file of that name is replaced.
     *
     * @param limit how many rows at most
     */
    public void export(Request request, ExportFormat format, OptionalInt limit, Path target) {
        ParsedQuery parsed = parsed(request);
        workspace.reading(store -> {
            QueryScope scope = QueryScope.of(parsed, origin(request, store), store, workspace);
            WholeFile.write(
                    target,
                    file -> explained(parsed, scope, answer -> {
                        store.export(limit.isPresent() ? first(answer, limit.getAsInt()) : answer, file, format);
                        return file;
                    }));
            return target;
        });
    }

    private RowSet first(RowSet answer, int limit) {
        return new RowSet.Query("SELECT * FROM answer LIMIT " + limit, Map.of("answer", answer), workspace.now());
    }

    private ParsedQuery parsed(Request request) {
        ParsedQuery parsed = workspace.engine().parser().parse(request.sql());
        Safety.QUERY.check(parsed);
        return parsed;
    }

    private static Origin origin(Request request, Store store) {
        return new Origin(
                store.resolve(request.asOf().orElseGet(Position.Head::new)),
                request.logic().map(store::resolve).map(OptionalLong::of).orElseGet(OptionalLong::empty));
    }

    /** What the engine refuses is bound once more for a message with a place, where the query can be bound as written. */
    private <T> T explained(ParsedQuery parsed, QueryScope scope, Function<RowSet, T> work) {
        try {
            return work.apply(new RowSet.Query(scope.sql(), scope.inputs(), workspace.now()));
        } catch (InvalidException refused) {
            Optional<Map<String, Schema>> schemas = scope.schemas();
            schemas.ifPresent(known -> workspace.engine().binder().bind(parsed, known));
            throw refused;
        }
    }
}
