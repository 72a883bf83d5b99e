package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.relation.canonical.OrderUse;
import hindsight.sql.FunctionKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When this fails, the engine has changed: go over what is new in functions.txt. */
class FunctionKindsTest {
    private static final Session SESSION = ScratchSession.open();
    private static final FunctionKinds KINDS = new FunctionKinds(SESSION);
    /** Keywords that the engine turns into functions of other names, a function of its command line, and one that it knows by itself. */
    private static final Set<String> NOT_IN_THE_CATALOG =
            Set.of("current_timestamp", "current_time", "localtime", "localtimestamp", "getenv", "unnest");

    @AfterAll
    static void close() {
        SESSION.close();
    }

    @Test
    void knowsEveryFunctionOfTheEngine() {
        Set<String> unknown = new TreeSet<>(names("function_type NOT IN ('table', 'table_macro', 'pragma')"));
        unknown.removeAll(FunctionKinds.listed(false));
        unknown.removeIf(name -> name.startsWith("collate_") || name.startsWith("icu_collate_"));

        assertThat(unknown).isEmpty();
    }

    @Test
    void listsNoFunctionThatTheEngineDoesNotHave() {
        Set<String> gone = new TreeSet<>(FunctionKinds.listed(false));
        gone.removeAll(names("function_type NOT IN ('table', 'table_macro', 'pragma')"));
        gone.removeAll(NOT_IN_THE_CATALOG);

        assertThat(gone).isEmpty();
        assertThat(names("function_type IN ('table', 'table_macro')")).containsAll(FunctionKinds.listed(true));
    }

    @Test
    void knowsWhatTheOrderOfRowsDoesToEveryAggregateAndWindowFunction() {
        assertThat(FunctionKinds.ordered())
                .containsExactlyInAnyOrderElementsOf(names("function_type IN ('aggregate', 'window')"));
        assertThat(KINDS.order("later_function")).isEqualTo(OrderUse.OPEN);
    }

    /** The engine drops the ORDER BY of an aggregate that it believes not to depend on it, and so cannot be told an order. */
    @Test
    void takesForOrderedWhatTheEngineOrders() {
        Map<OrderUse, String> calls = Map.of(
                OrderUse.RESULT,
                "list(x %1$s) array_agg(x %1$s) string_agg(x,',' %1$s) group_concat(x,',' %1$s) listagg(x,',' %1$s) last(x %1$s) mode(x %1$s) "
                        + "arg_max(x,1 %1$s) arg_min(x,1 %1$s) argmax(x,1 %1$s) argmin(x,1 %1$s) max_by(x,1 %1$s) min_by(x,1 %1$s) "
                        + "arg_max_null(x,1 %1$s) arg_min_null(x,1 %1$s) arg_max_nulls_last(x,1 %1$s) arg_min_nulls_last(x,1 %1$s)",
                OrderUse.ANY,
                "any_value(x %1$s) arbitrary(x %1$s) first(x %1$s)");
        calls.forEach((use, texts) -> {
            for (String call : texts.split(" (?=[a-z_]+\\()")) {
                String rows = " FROM (VALUES (1), (2), (3)) t(x)";
                String up = SESSION.one(
                        "SELECT " + call.formatted("ORDER BY x") + "::VARCHAR" + rows, row -> row.getString(1));
                String down = SESSION.one(
                        "SELECT " + call.formatted("ORDER BY x DESC") + "::VARCHAR" + rows, row -> row.getString(1));
                assertThat(up).as(call).isNotEqualTo(down);
                assertThat(KINDS.order(call.substring(0, call.indexOf('(')))).isEqualTo(use);
            }
        });
    }

    @Test
    void agreesWithWhatTheEngineSaysOfStability() {
        assertThat(names("stability = 'VOLATILE'"))
                .filteredOn(name -> KINDS.scalar(name, 0) == FunctionKind.PURE)
                .containsExactly("error");
        assertThat(names("stability = 'CONSISTENT_WITHIN_QUERY'"))
                .allMatch(name -> Set.of(FunctionKind.DATE, FunctionKind.CLOCK, FunctionKind.OUTSIDE)
                        .contains(KINDS.scalar(name, 0)));
    }

    @Test
    void takesTableFunctionsThatAreNotListedForOutside() {
        assertThat(names("function_type IN ('table', 'table_macro')"))
                .filteredOn(name -> !FunctionKinds.listed(true).contains(name))
                .allMatch(name -> KINDS.table(name) == FunctionKind.OUTSIDE)
                .contains("duckdb_settings", "query", "query_table", "read_duckdb", "checkpoint", "histogram");
    }

    @Test
    void leavesNamesThatNobodyKnowsToBinding() {
        assertThat(KINDS.scalar("summ", 1)).isEqualTo(FunctionKind.PURE);
        assertThat(KINDS.table("rangee")).isEqualTo(FunctionKind.PURE);
    }

    @Test
    void looksUpFunctionsThatANewerEngineAdds() {
        SESSION.execute("CREATE MACRO later_function(x) AS x");

        assertThat(KINDS.scalar("later_function", 1)).isEqualTo(FunctionKind.OUTSIDE);
    }

    private static List<String> names(String condition) {
        return SESSION.list(
                "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE internal AND " + condition
                        + " AND regexp_matches(function_name, '^[A-Za-z][A-Za-z0-9_]*$') ORDER BY 1",
                row -> row.getString(1).toLowerCase(Locale.ROOT));
    }
}
