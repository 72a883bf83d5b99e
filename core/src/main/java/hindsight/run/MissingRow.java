package hindsight.run;

import hindsight.delta.TooLargeException;
import hindsight.history.LogicVersion;
import hindsight.history.RowSet;
import hindsight.history.Rows;
import hindsight.history.StagedTable;
import hindsight.history.Store;
import hindsight.history.TableDefinition;
import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.ExpressionPrinter;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.relation.rule.Expressions;
import hindsight.run.Missing.Cause;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.sql.Identifier;
import hindsight.sql.SectionsText;
import hindsight.sql.writer.Dialect;
import hindsight.time.Timeline.Segment;
import hindsight.why.Contributions;
import hindsight.why.Loss;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds where rows with some values are lost, from a model down through its inputs. */
final class MissingRow {
    /** For more different values, a join's other side is not looked into. */
    private static final long MOST_ASKED = 1000;

    private static final int SHOWN = 3;

    private final Store store;
    private final States states;
    private final Dialect dialect;

    MissingRow(Store store, States states, Dialect dialect) {
        this.store = store;
        this.states = states;
        this.dialect = dialect;
    }

    /**
     * Where they are lost.
     *
     * @param values one row of the wanted values, under names of columns of the table
     */
    List<Missing.Loss> find(Seen table, StagedTable values) {
        if (table.isSource()) {
            return List.of(notThere(table, values));
        }
        List<Missing.Loss> losses = new ArrayList<>();
        for (Segment<LogicVersion> section : table.model().inForce().segments()) {
            if (concerns(table, section, values)) {
                losses.addAll(lost(table, section, values));
            }
        }
        return losses.stream().distinct().toList();
    }

    /** Whether a section can give the row: where its date is known, only one can. */
    private boolean concerns(Seen table, Segment<LogicVersion> section, StagedTable values) {
        TableDefinition definition = table.table().definition();
        Optional<String> effective =
                definition.effective().map(column -> column.columns().get(0));
        boolean dated = section.range().from() != null || section.range().to() != null;
        if (!dated
                || effective.isEmpty()
                || values.schema().column(effective.get()).isEmpty()) {
            return true;
        }
        String sql = "SELECT count(*) FROM wanted WHERE " + SectionsText.within(section.range(), effective.get());
        return number(store.only(new RowSet.Query(
                        sql,
                        Map.of("wanted", new RowSet.Staged(values)),
                        table.model().clock())))
                > 0;
    }

    private static long number(List<@Nullable Object> row) {
        return ((Number) Objects.requireNonNull(row.get(0))).longValue();
    }

    private List<Missing.Loss> lost(Seen table, Segment<LogicVersion> section, StagedTable values) {
        String name = table.table().name();
        List<Seen> inputs = states.inputs(table);
        LogicSql.Form form = states.form(table, section.value().text(), inputs);
        if (form.query().isEmpty()) {
            return List.of(
                    Cause.UNKNOWN.of(name, "its SQL is opaque: " + form.opaque().orElse("")));
        }
        BoundQuery query = form.query().get();
        List<Integer> columns = new ArrayList<>();
        List<String> casts = new ArrayList<>();
        for (Column value : values.schema().columns()) {
            for (int i = 0; i < query.names().size(); i++) {
                if (value.named(query.names().get(i))) {
                    casts.add("TRY_CAST(" + Identifier.quote(value.name()) + " AS "
                            + query.columns().get(i).type() + ") AS c" + columns.size());
                    columns.add(i);
                }
            }
        }
        if (columns.isEmpty()) {
            return List.of(Cause.UNKNOWN.of(name, "none of the columns is given by its SQL"));
        }
        StagedTable target = store.stage(new RowSet.Query(
                "SELECT " + String.join(", ", casts) + " FROM wanted",
                Map.of("wanted", new RowSet.Staged(values)),
                table.model().clock()));
        try {
            Loss loss = Loss.of(query, columns);
            return new Walk(table, inputs, loss, candidates(table, inputs, target)).lost(loss);
        } catch (TooLargeException tooLarge) {
            return List.of(Cause.UNKNOWN.of(name, "its SQL is too large to be looked into"));
        }
    }

    private Candidates candidates(Seen table, List<Seen> inputs, StagedTable target) {
        Map<String, RowSet> rows = new HashMap<>();
        inputs.forEach(input -> rows.put(
                Name.folded(input.table().name()), states.published(input).rows()));
        rows.put(Contributions.TARGET, new RowSet.Staged(target));
        return new Candidates(store, dialect, rows, table.model().clock());
    }

    /** A source has no such row; it may have had one. */
    private Missing.Loss notThere(Seen table, StagedTable values) {
        List<Column> columns = values.schema().columns();
        String same = columns.stream()
                .map(column -> Identifier.quote(column.name()))
                .map(column -> "e." + column + " IS NOT DISTINCT FROM w." + column)
                .collect(Collectors.joining(" AND "));
        List<@Nullable Object> last = store.only(new RowSet.Query(
                "SELECT max(_seq) FROM everything e SEMI JOIN wanted w ON " + same + " WHERE _weight < 0",
                Map.of(
                        "everything",
                        new RowSet.Log(table.table(), 0, table.seq()),
                        "wanted",
                        new RowSet.Staged(values)),
                Instant.EPOCH));
        OptionalLong retracted =
                last.get(0) instanceof Number seq ? OptionalLong.of(seq.longValue()) : OptionalLong.empty();
        return new Missing.Loss(table.table().name(), Cause.NOT_THERE, "", List.of(), 0, wanted(values), retracted);
    }

    private List<Map<String, @Nullable Object>> wanted(StagedTable values) {
        List<String> names = values.schema().names();
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        try (Rows rows = store.rows(new RowSet.Staged(values))) {
            while (all.size() < SHOWN && rows.next()) {
                Map<String, @Nullable Object> shown = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    shown.put(names.get(i), rows.value(i));
                }
                all.add(shown);
            }
        }
        return all;
    }

    /** The way down one query, to the operator that lost the rows. */
    private final class Walk {
        private final Seen table;
        private final List<Seen> inputs;
        private final Loss root;
        private final Candidates candidates;
        private final LostRows rows;

        Walk(Seen table, List<Seen> inputs, Loss root, Candidates candidates) {
            this.table = table;
            this.inputs = inputs;
            this.root = root;
            this.candidates = candidates;
            this.rows = new LostRows(table, root, candidates);
        }

        /** @param loss an operator without candidates */
        List<Missing.Loss> lost(Loss loss) {
            if (loss.relation() instanceof Relation.Scan scan) {
                return atScan(scan, loss);
            }
            boolean all =
                    loss.relation() instanceof SetOperation operation && operation.kind() == SetOperation.Kind.UNION;
            List<Missing.Loss> below = new ArrayList<>();
            for (Loss input : loss.below()) {
                if (rows.count(input) == 0) {
                    below.addAll(lost(input));
                    if (!all) {
                        return below;
                    }
                }
            }
            return below.isEmpty() ? lostHere(loss) : below;
        }

        /** What a join found no partner for is looked for on the other side. */
        private List<Missing.Loss> lostHere(Loss loss) {
            List<Missing.Loss> across = new ArrayList<>();
            for (int side = 0; side < loss.inputs().size(); side++) {
                loss.crossing(side).ifPresent(crossing -> {
                    StagedTable asked = candidates.staged(crossing.values());
                    Walk there = new Walk(table, inputs, root, candidates.looking(asked));
                    if (asked.rows() <= MOST_ASKED && there.rows.count(crossing.other()) == 0) {
                        there.lost(crossing.other()).stream()
                                .filter(found -> found.cause() != Cause.UNKNOWN)
                                .forEach(across::add);
                    }
                });
            }
            return across.isEmpty() ? List.of(rows.told(loss)) : across;
        }

        /** What a table does not have, it may have lost itself. */
        private List<Missing.Loss> atScan(Relation.Scan scan, Loss loss) {
            Seen input = inputs.stream()
                    .filter(one -> Name.same(one.table().name(), scan.table()))
                    .findFirst()
                    .orElseThrow();
            List<String> picked = new ArrayList<>();
            for (int i = 0; i < loss.values().size(); i++) {
                if (loss.values().get(i) instanceof Expression.Reference column) {
                    picked.add("c" + loss.places().get(i) + " AS "
                            + Identifier.quote(scan.read().get(column.index()).name()));
                }
            }
            if (picked.isEmpty()) {
                ExpressionPrinter printer =
                        ExpressionPrinter.named(index -> scan.read().get(index).name());
                return List.of(Cause.NOT_THERE.of(scan.table(), printer.list(loss.values())));
            }
            StagedTable values = store.stage(new RowSet.Query(
                    "SELECT DISTINCT " + String.join(", ", picked) + " FROM wanted",
                    Map.of("wanted", candidates.inputs().get(Contributions.TARGET)),
                    table.model().clock()));
            return find(input, values);
        }
    }

    static List<String> tables(Relation relation) {
        return Traversal.scans(relation).stream()
                .map(Relation.Scan::table)
                .distinct()
                .toList();
    }

    static Stream<Integer> references(Expression expression) {
        return Expressions.references(List.of(expression)).stream().boxed();
    }
}
