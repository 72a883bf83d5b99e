package hindsight.run;

import hindsight.history.RowSet;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.history.TableMemory;
import hindsight.history.Update.LogicText;
import hindsight.problem.InvalidException;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.run.Provenance.Proof;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import hindsight.sql.Identifier;
import hindsight.sql.writer.Dialect;
import hindsight.sql.writer.QueryWriter;
import hindsight.why.Contributions;
import hindsight.why.Contributions.Identity;
import hindsight.why.Contributions.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the rows of a model's inputs that rows of it are made of, and runs its logic on those alone: where that does not give the rows, all
 * rows of the inputs are told instead.
 */
final class Contributors {
    /** More rows of inputs are not run again. */
    private static final long MOST_RUN = 100_000;

    private final Store store;
    private final States states;
    private final Dialect dialect;

    Contributors(Store store, States states, Dialect dialect) {
        this.store = store;
        this.states = states;
        this.dialect = dialect;
    }

    /**
     * Rows of a model that one text gave.
     *
     * @param rows as {@link #identifying} tells them, and with the effective column; empty: all that the text gives
     * @param inputs of the model, each by the name by which its logic reads it
     */
    record Asked(Seen model, LogicText logic, Optional<StagedTable> rows, List<Seen> inputs) {}

    /**
     * What they are made of.
     *
     * @param rows by folded name of the input, of those of which some contribute
     * @param whole folded names of those of which all do
     */
    record Found(
            Map<String, StagedTable> rows,
            Set<String> whole,
            Set<String> absent,
            Optional<BoundQuery> query,
            Proof proof,
            Optional<String> reason) {}

    /** What tells the rows of a table apart, as far as that can be told. */
    static List<Column> identifying(TableMemory table) {
        TableDefinition definition = table.definition();
        return definition.key().isEmpty()
                ? definition.schema().columns()
                : definition.key().stream()
                        .map(name -> definition.schema().column(name).orElseThrow())
                        .toList();
    }

    private static Identity identity(TableMemory table) {
        return new Identity(identifying(table), !table.definition().key().isEmpty());
    }

    Found find(Asked asked) {
        LogicSql.Form form = states.form(asked.model(), asked.logic(), asked.inputs());
        if (form.query().isEmpty()) {
            return whole(asked, form, form.opaque().map(reason -> "its SQL is opaque: " + reason));
        }
        BoundQuery query = form.query().get();
        Map<String, RowSet> inputs = new HashMap<>();
        asked.inputs()
                .forEach(input ->
                        inputs.put(folded(input), states.published(input).rows()));
        List<Match> matches = matches(asked, query);
        List<Integer> columns = matches.stream().map(Match::position).toList();
        asked.rows().ifPresent(rows -> inputs.put(Contributions.TARGET, target(asked, rows, matches)));
        Map<String, Identity> identifying = asked.inputs().stream()
                .collect(Collectors.toMap(Contributors::folded, input -> identity(input.table())));
        Found found = found(Contributions.of(query, columns, identifying), inputs, asked, query);
        Proof proof = proof(found, asked, form, matches, inputs);
        return proof == Proof.WHOLE && !found.rows().isEmpty()
                ? whole(asked, form, Optional.of("the rows found to contribute do not give the row alone"))
                : new Found(found.rows(), found.whole(), found.absent(), found.query(), proof, Optional.empty());
    }

    private static String folded(Seen table) {
        return Name.folded(table.table().name());
    }

    private static Found whole(Asked asked, LogicSql.Form form, Optional<String> reason) {
        Set<String> all = asked.logic().inputs().stream().map(Name::folded).collect(Collectors.toSet());
        return new Found(Map.of(), all, Set.of(), form.query(), Proof.WHOLE, reason);
    }

    /** A column by which rows of the model are told from others, and where the query has it. */
    private record Match(Column column, int position, Column given) {
        /** Its value in the rows asked about as the query gives it. */
        String sql(String table) {
            String value = table + "." + Identifier.quote(column.name());
            return column.type().equals(given.type()) ? value : "TRY_CAST(" + value + " AS " + given.type() + ")";
        }
    }

    /** Of all rows of the model, none. */
    private static List<Match> matches(Asked asked, BoundQuery query) {
        TableDefinition model = asked.model().table().definition();
        List<Match> matches = new ArrayList<>();
        for (Column column : asked.rows().map(rows -> rows.schema().columns()).orElse(List.of())) {
            for (int i = 0; i < query.names().size(); i++) {
                boolean exact = !model.inexact().contains(column.name());
                if (exact && column.named(query.names().get(i))) {
                    matches.add(new Match(column, i, query.columns().get(i)));
                    break;
                }
            }
        }
        return matches;
    }

    private RowSet target(Asked asked, StagedTable rows, List<Match> matches) {
        List<String> values = new ArrayList<>();
        matches.forEach(match -> values.add(match.sql("r") + " AS c" + values.size()));
        String sql = "SELECT DISTINCT " + String.join(", ", values) + " FROM rows r";
        return new RowSet.Staged(store.stage(new RowSet.Query(
                sql,
                Map.of("rows", new RowSet.Staged(rows)),
                asked.model().model().clock())));
    }

    private Found found(Contributions made, Map<String, RowSet> inputs, Asked asked, BoundQuery query) {
        Map<String, RowSet> known = new HashMap<>(inputs);
        for (Step step : made.steps()) {
            known.put(step.name(), new RowSet.Staged(staged(step.query(), known, asked)));
        }
        Map<String, StagedTable> rows = new HashMap<>();
        made.inputs().forEach((table, some) -> rows.put(table, staged(some, known, asked)));
        return new Found(rows, made.whole(), made.absent(), Optional.of(query), Proof.NOT_RUN, Optional.empty());
    }

    private StagedTable staged(BoundQuery query, Map<String, RowSet> known, Asked asked) {
        Map<String, RowSet> read = new HashMap<>();
        for (Relation.Scan scan : Traversal.scans(query.relation())) {
            String name = scan.table();
            read.put(name, known.getOrDefault(name, known.get(Name.folded(name))));
        }
        return store.stage(new RowSet.Derived(
                QueryWriter.write(query, dialect),
                query.columns(),
                read,
                asked.model().model().clock()));
    }

    /** Whether the logic, run on what was found alone, gives the rows; where that is not told, too many rows would have to be read. */
    private Proof proof(Found found, Asked asked, LogicSql.Form form, List<Match> matches, Map<String, RowSet> inputs) {
        if (found.rows().isEmpty() && found.absent().isEmpty() && !found.whole().isEmpty()) {
            return Proof.WHOLE;
        }
        long size = found.rows().values().stream().mapToLong(StagedTable::rows).sum();
        boolean large = asked.inputs().stream()
                .anyMatch(input ->
                        found.whole().contains(folded(input)) && input.table().rows() > MOST_RUN);
        if (asked.rows().isEmpty() || large || size > MOST_RUN) {
            return Proof.NOT_RUN;
        }
        Map<String, RowSet> alone = new HashMap<>();
        asked.inputs()
                .forEach(input -> alone.put(
                        folded(input),
                        alone(
                                input,
                                found,
                                Objects.requireNonNull(inputs.get(folded(input))),
                                asked.model().model().clock())));
        try {
            return gives(asked, form, matches, alone) ? Proof.RUN : Proof.WHOLE;
        } catch (InvalidException failsOverPartOfTheRows) {
            return Proof.WHOLE;
        }
    }

    /** The rows of an input that contribute, in full. */
    private RowSet alone(Seen input, Found found, RowSet all, Instant clock) {
        String name = folded(input);
        StagedTable some = found.rows().get(name);
        if (found.whole().contains(name)) {
            return all;
        }
        if (some == null) {
            return new RowSet.Query("FROM everything WHERE false", Map.of("everything", all), clock);
        }
        return input.table().definition().key().isEmpty()
                ? new RowSet.Staged(some)
                : new RowSet.Query(
                        "SELECT * FROM everything SEMI JOIN wanted USING ("
                                + Identifier.list(input.table().definition().key()) + ")",
                        Map.of("everything", all, "wanted", new RowSet.Staged(some)),
                        clock);
    }

    private boolean gives(Asked asked, LogicSql.Form form, List<Match> matches, Map<String, RowSet> alone) {
        TableDefinition model = asked.model().table().definition();
        Set<String> given =
                form.query().orElseThrow().names().stream().map(Name::folded).collect(Collectors.toSet());
        List<Column> columns = model.schema().columns().stream()
                .filter(column -> given.contains(Name.folded(column.name())))
                .toList();
        TableDefinition part = new TableDefinition(
                model.name(),
                model.role(),
                new Schema(columns),
                model.inexact(),
                List.of(),
                Optional.empty(),
                Optional.empty());
        String picked = columns.stream()
                .map(column -> "CAST(m." + Identifier.quote(column.name()) + " AS " + column.type() + ") AS "
                        + Identifier.quote(column.name()))
                .collect(Collectors.joining(", "));
        String sql = "SELECT " + picked + " FROM made m SEMI JOIN rows r ON "
                + matches.stream()
                        .map(match -> "m." + Identifier.quote(match.column().name()) + " IS NOT DISTINCT FROM "
                                + match.sql("r"))
                        .collect(Collectors.joining(" AND "));
        RowSet rows = new RowSet.Staged(asked.rows().orElseThrow());
        Map<String, RowSet> again = Map.of(
                "rows",
                rows,
                "made",
                new RowSet.Query(form.sql(), alone, asked.model().model().clock()));
        Map<String, RowSet> published =
                Map.of("rows", rows, "made", states.published(asked.model()).rows());
        return store.same(
                part,
                new RowSet.Query(sql, again, asked.model().model().clock()),
                new RowSet.Query(sql, published, asked.model().model().clock()));
    }
}
