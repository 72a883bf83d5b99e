package hindsight.sql.writer;

import hindsight.sql.writer.Fragment.Strength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A SELECT that grows by one operator after the other, as long as the next one's clause takes effect later than those it has. */
final class Select {
    private List<Fragment> columns;
    private Stage stage = Stage.FROM;
    private String from;
    private boolean joined;
    private String distinct = "";
    private final List<Fragment> where = new ArrayList<>();
    private String groups = "";
    private boolean grouped;
    private final List<Fragment> having = new ArrayList<>();
    private final List<Fragment> qualify = new ArrayList<>();
    private String orders = "";
    private String limit = "";
    private String whole = "";

    /** @param from tables with their aliases; empty: one row without columns */
    Select(String from, List<Fragment> columns) {
        this.from = from;
        this.columns = List.copyOf(columns);
    }

    /** A query that is written already and has the columns {@code c0}, {@code c1}, …. */
    static Select whole(String text, int width) {
        Select select = new Select("", Collections.nCopies(width, Fragment.column("", "")));
        select.whole = text;
        select.stage = Stage.DONE;
        return select;
    }

    List<Fragment> columns() {
        return columns;
    }

    boolean isWhole() {
        return !whole.isEmpty();
    }

    Stage stage() {
        return stage;
    }

    String from() {
        return from;
    }

    boolean isJoined() {
        return joined;
    }

    List<Fragment> where() {
        return where;
    }

    Set<Trait> traits() {
        return Fragment.union(columns);
    }

    Select columns(List<Fragment> changed) {
        columns = List.copyOf(changed);
        return this;
    }

    Select from(String text, boolean severalTables) {
        from = text;
        joined = severalTables;
        return this;
    }

    Select where(List<Fragment> conditions) {
        where.addAll(conditions);
        return reached(Stage.WHERE);
    }

    Select groups(String text) {
        groups = text;
        grouped = true;
        return reached(Stage.GROUP);
    }

    Select having(List<Fragment> conditions) {
        having.addAll(conditions);
        return this;
    }

    Select qualify(List<Fragment> conditions) {
        qualify.addAll(conditions);
        return reached(Stage.QUALIFY);
    }

    Select distinct(String text) {
        distinct = text;
        return reached(Stage.DONE);
    }

    Select orders(String text) {
        orders = text;
        return reached(Stage.ORDER);
    }

    Select limit(String text) {
        limit = text;
        return reached(Stage.LIMIT);
    }

    Select reached(Stage next) {
        stage = stage.atMost(next) ? next : stage;
        return this;
    }

    /** The text, with names for the columns. */
    String text(List<String> names) {
        if (!whole.isEmpty()) {
            return whole;
        }
        StringBuilder text = new StringBuilder("SELECT ").append(distinct);
        for (int i = 0; i < columns.size(); i++) {
            text.append(i > 0 ? ", " : "").append(columns.get(i).text());
            text.append(" AS ").append(names.get(i));
        }
        text.append(columns.isEmpty() ? "1" : "");
        text.append(from.isEmpty() ? "" : "\nFROM " + from);
        text.append(conditions("\nWHERE ", where));
        text.append(grouping());
        text.append(conditions("\nHAVING ", having));
        text.append(conditions("\nQUALIFY ", qualify));
        text.append(orders.isEmpty() ? "" : "\nORDER BY " + orders);
        return text.append(limit).toString();
    }

    private String grouping() {
        boolean evident =
                traits().contains(Trait.AGGREGATE) || Fragment.union(having).contains(Trait.AGGREGATE) || !grouped;
        String all = evident ? "" : "\nGROUP BY ()";
        return groups.isEmpty() ? all : "\nGROUP BY " + groups;
    }

    static String conditions(String word, List<Fragment> conditions) {
        StringBuilder text = new StringBuilder();
        for (Fragment condition : conditions) {
            text.append(text.isEmpty() ? word : " AND ").append(condition.within(Strength.NOT));
        }
        return text.toString();
    }
}
