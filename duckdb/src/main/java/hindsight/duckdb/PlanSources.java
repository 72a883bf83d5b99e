package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.relation.Expression;
import hindsight.relation.Project;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.TableFunction;
import hindsight.relation.Unnest;
import hindsight.relation.Values;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what gives rows by itself: tables, table functions, rows that the query spells out. */
final class PlanSources {
    private static final Set<String> FUNCTIONS = Set.of("range", "generate_series");
    /** Numbers from here on mean columns that no table has: the number of the row, or no column at all. */
    private static final int LONGEST_POSITION = 9;

    private PlanSources() {}

    /** What a query without FROM reads: the engine gives its row one column, which nothing should use. */
    static Relation row() {
        return Values.row(List.of(new Expression.Constant("0", DataType.INTEGER)));
    }

    static Relation nothing(JsonTree node) {
        return new Values(PlanTypes.all(node.at("return_types")), List.of());
    }

    /** The rows of VALUES; what they take from the input is the same for all of them. */
    static Relation rows(JsonTree node, Relation input) {
        PlanExpressions expressions = PlanExpressions.over(input.columns());
        List<List<Expression>> rows = new ArrayList<>();
        node.at("expressions").forEach(row -> rows.add(expressions.all(row)));
        if (input instanceof Values) {
            return new Values(PlanTypes.all(node.at("expr_types")), rows);
        }
        List<Relation> projects = new ArrayList<>();
        rows.forEach(row -> projects.add(new Project(input, row)));
        return projects.size() == 1 ? projects.get(0) : new SetOperation(SetOperation.Kind.UNION, true, projects);
    }

    static Relation table(JsonTree node) {
        JsonTree path = node.at("qname").at("path");
        String function = path.at(path.size() - 1).text();
        if (node.at("table_filters").fields().iterator().hasNext()
                || node.at("named_parameters").size() > 0) {
            throw new Unreadable("it reads " + function + " with options");
        }
        List<DataType> types = PlanTypes.all(node.at("returned_types"));
        if (function.equals("seq_scan")) {
            return scan(node, types);
        }
        List<Expression> arguments = new ArrayList<>();
        node.at("parameters").forEach(value -> arguments.add(PlanValues.of(value)));
        if (function.equals("unnest") && arguments.size() == 1 && types.size() == 1) {
            Relation elements = new Unnest(Values.row(List.of()), arguments, types);
            return columns(node, elements, positions(node, types.size()));
        }
        if (!FUNCTIONS.contains(function)) {
            throw new Unreadable("it reads the table function " + function);
        }
        Relation rows = new TableFunction(function, arguments, types);
        return columns(node, rows, positions(node, types.size()));
    }

    private static Relation scan(JsonTree node, List<DataType> types) {
        List<Integer> positions = positions(node, types.size());
        List<Column> read = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        for (int position : positions) {
            kept.add(position < 0 ? -1 : read.size());
            if (position >= 0) {
                read.add(new Column(node.at("names").at(position).text(), types.get(position)));
            }
        }
        return columns(
                node, new Relation.Scan(node.at("function_data").at("table").text(), read), kept);
    }

    /** Of each column that is read, its position in the table; -1 for one that only stands for the row. */
    private static List<Integer> positions(JsonTree node, int width) {
        List<Integer> positions = new ArrayList<>();
        for (JsonTree column : node.at("column_indexes")) {
            String index = column.at("index").text("0");
            int position = index.length() > LONGEST_POSITION ? -1 : Integer.parseInt(index);
            boolean whole = !column.has("child_indexes") && position < width;
            if (!whole) {
                throw new Unreadable("it reads parts of columns");
            }
            positions.add(position);
        }
        return positions;
    }

    private static Relation columns(JsonTree node, Relation rows, List<Integer> positions) {
        List<Expression> values = new ArrayList<>();
        for (int position : positions) {
            values.add(
                    position < 0
                            ? new Expression.Null(DataType.BIGINT)
                            : new Expression.Reference(position, rows.columns().get(position)));
        }
        if (node.at("projection_ids").size() > 0) {
            List<Expression> chosen = new ArrayList<>();
            node.at("projection_ids").forEach(id -> chosen.add(values.get(id.number(0))));
            return new Project(rows, chosen);
        }
        boolean all = positions.size() == rows.columns().size();
        for (int i = 0; i < positions.size(); i++) {
            all &= positions.get(i) == i;
        }
        return all ? rows : new Project(rows, values);
    }

    /**
     * A table function over the rows of an input, which are given again behind its own column. Its arguments are the input's first
     * columns. What counts gives the same rows as the list that the function of that name gives.
     */
    static Relation lateral(JsonTree node, Relation input) {
        JsonTree path = node.at("qname").at("path");
        String function = path.at(path.size() - 1).text();
        List<DataType> types = input.columns();
        List<DataType> elements = PlanTypes.all(node.at("returned_types"));
        List<Expression> arguments = arguments(types, PlanTypes.all(node.at("input_table_types")));
        boolean unnests = function.equals("unnest") && arguments.size() == 1;
        boolean counts = FUNCTIONS.contains(function) && Steps.areSure(input, arguments.size());
        if (!unnests && !counts
                || elements.size() != 1
                || node.at("projection_ids").size() > 0) {
            throw new Unreadable("it reads the table function " + function + " for each row");
        }
        Expression list = unnests
                ? arguments.get(0)
                : new Expression.Call(function, arguments, List.of(), new DataType(elements.get(0) + "[]"));
        Relation unnested = new Unnest(input, List.of(list), elements);
        List<Integer> kept = new ArrayList<>(List.of(types.size()));
        node.at("projected_input").forEach(index -> kept.add(index.number(0)));
        return Project.columns(unnested, kept);
    }

    private static List<Expression> arguments(List<DataType> columns, List<DataType> types) {
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Expression column = new Expression.Reference(i, columns.get(i));
            arguments.add(
                    column.type().equals(types.get(i)) ? column : new Expression.Cast(column, types.get(i), false));
        }
        return arguments;
    }
}
