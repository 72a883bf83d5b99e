package hindsight.sql.writer;

import hindsight.relation.Expression;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.TableFunction;
import hindsight.relation.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes set operations, recursions, and what reads no relation. */
final class SetText {
    private final Dialect dialect;
    private final Tables tables;
    private final RelationText relations;
    private final ExpressionText constants;

    SetText(Dialect dialect, Tables tables, RelationText relations) {
        this.dialect = dialect;
        this.tables = tables;
        this.relations = relations;
        this.constants = new ExpressionText(dialect, List.of());
    }

    Select values(Values values) {
        if (values.rows().size() == 1) {
            return new Select("", constants.all(values.rows().get(0)));
        }
        if (values.rows().isEmpty()) {
            List<Fragment> nulls = values.columns().stream()
                    .map(type -> constants.of(new Expression.Null(type)))
                    .toList();
            return new Select("", nulls).where(List.of(constants.of(never()))).reached(Stage.DONE);
        }
        String rows = values.rows().stream()
                .map(row -> row.isEmpty() ? "(0)" : "(" + ExpressionText.list(constants.all(row)) + ")")
                .collect(Collectors.joining(", ", "(VALUES ", ")"));
        return table(rows, values.columns().size());
    }

    private static Expression never() {
        return new Expression.Not(Expression.Constant.TRUE);
    }

    Select function(TableFunction function) {
        String arguments = ExpressionText.list(constants.all(function.arguments()));
        return table(
                dialect.function(function.function()) + "(" + arguments + ")",
                function.columns().size());
    }

    private Select table(String text, int width) {
        String alias = tables.fresh();
        String names = String.join(", ", Tables.numbered(Math.max(width, 1)));
        return new Select(text + " AS " + alias + "(" + names + ")", Tables.columns(alias, Tables.numbered(width)));
    }

    Select operation(SetOperation operation) {
        int width = operation.columns().size();
        List<String> parts = new ArrayList<>();
        for (Relation input : operation.inputs()) {
            parts.add("(" + relations.of(input).text(Tables.numbered(width)) + ")");
        }
        String word = "\n" + operation.kind() + (operation.all() ? " ALL\n" : "\n");
        return Select.whole(String.join(word, parts), width);
    }

    Select recursion(Recursion recursion) {
        int width = recursion.columns().size();
        String name = tables.fresh();
        String seed = relations.of(recursion.seed()).text(Tables.numbered(width));
        String step = relations.step(recursion, name);
        tables.recursion(name, width, "(" + seed + ")\nUNION" + (recursion.all() ? " ALL\n(" : "\n(") + step + ")");
        return new Select(name, Tables.columns(name, Tables.numbered(width)));
    }
}
