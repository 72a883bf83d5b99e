package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.ParsedQuery;
import hindsight.sql.QueryText;
import hindsight.sql.TableReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the tables that a query names are, each as of its commit. */
final class QueryScope {
    private final ParsedQuery query;
    private final long seq;
    private final Store store;
    private final States states;
    private final TableLookup lookup;
    private final Optional<OtherLogic> logic;
    private final Map<String, RowSet> inputs = new HashMap<>();
    private final Map<String, Schema> schemas = new HashMap<>();
    private final Map<TableReference, String> names = new HashMap<>();
    private boolean asWritten = true;

    private QueryScope(ParsedQuery query, Query.Origin origin, Store store, Workspace workspace) {
        this.query = query;
        this.seq = origin.seq();
        this.store = store;
        this.states = new States(store, workspace.engine());
        this.lookup = new TableLookup(store, states, workspace.project());
        this.logic = origin.logic().stream()
                .mapToObj(then -> new OtherLogic(states, then, seq, workspace.now()))
                .findFirst();
    }

    /**
     * Finds the tables.
     *
     * @param origin of the rows of those without an AT clause
     * @throws InvalidException naming the place of every name that is not known
     */
    static QueryScope of(ParsedQuery query, Query.Origin origin, Store store, Workspace workspace) {
        QueryScope scope = new QueryScope(query, origin, store, workspace);
        Problems problems = new Problems();
        for (TableReference reference : query.tables()) {
            scope.include(reference, problems);
        }
        problems.throwIfErrors();
        return scope;
    }

    /** The query over {@link #inputs}. */
    String sql() {
        return QueryText.replace(query, reference -> Optional.ofNullable(names.get(reference)));
    }

    Map<String, RowSet> inputs() {
        return inputs;
    }

    /** The tables' columns by the names under which the text refers to them; empty where a binder could not follow. */
    Optional<Map<String, Schema>> schemas() {
        return asWritten ? Optional.of(schemas) : Optional.empty();
    }

    private void include(TableReference reference, Problems problems) {
        boolean known = reference.path().size() == 1
                && states.memory(seq).table(reference.name()).isPresent();
        if (reference.file() && !known && reference.at().isEmpty()) {
            asWritten = false;
            return;
        }
        try {
            include(reference);
        } catch (InvalidException unknown) {
            unknown.problems().forEach(problem -> problems.add(placed(problem, reference)));
        }
    }

    private void include(TableReference reference) {
        if (reference.path().size() > 1) {
            throw new InvalidException(Problem.error(
                    "unknown-table",
                    "Cannot read " + reference.fullName() + ": tables have no schema",
                    "Write " + reference.name() + "."));
        }
        long at = reference.at().map(store::resolve).orElse(seq);
        boolean here = reference.at().isEmpty() || at == seq && logic.isEmpty();
        TableRows table = logic.filter(other -> here)
                .flatMap(other -> other.table(reference.name()))
                .orElseGet(() -> states.published(new Seen(lookup.at(reference.name(), at), states.memory(at))));
        String folded = Name.folded(table.table().name());
        String name = here ? folded : folded + " at #" + at;
        asWritten &= here;
        names.put(reference, name);
        inputs.put(name, table.rows());
        schemas.put(reference.name(), table.table().definition().schema());
    }

    private Problem placed(Problem problem, TableReference reference) {
        Location place = query.sql().locate(reference.offset(), reference.length());
        return new Problem(problem.code(), problem.severity(), place, problem.message(), problem.hint());
    }
}
