package hindsight.plan;

import hindsight.history.TableDefinition;
import hindsight.history.TableRole;
import hindsight.history.TableSettings;
import hindsight.project.Effective;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.schema.Column;
import hindsight.schema.Name;
import hindsight.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a table is, from what the project declares, and how that differs from what is remembered. */
public final class Definitions {
    private static final Pattern FLOATING = Pattern.compile("\\b(FLOAT|DOUBLE)\\b");

    private Definitions() {}

    /** @param inexact names of columns */
    static TableDefinition of(ModelDefinition model, Schema schema, Set<String> inexact) {
        ModelDefinition.ModelSettings settings = model.settings();
        return new TableDefinition(
                model.name(),
                settings.materialization() == Materialization.VIEW ? TableRole.VIEW : TableRole.MODEL,
                schema,
                inexact,
                settings.key().stream().map(name -> spelled(schema, name)).toList(),
                settings.effective().<Effective>map(name -> new Effective.Moment(spelled(schema, name))),
                Optional.empty());
    }

    /** What a file says of its table, in its own spelling. */
    static TableSettings settings(ModelDefinition model) {
        ModelDefinition.ModelSettings settings = model.settings();
        return new TableSettings(
                settings.materialization() == Materialization.VIEW ? TableRole.VIEW : TableRole.MODEL,
                settings.key(),
                settings.effective().map(Effective.Moment::new));
    }

    /** What counts as inexact where nothing is known of how it is computed: every floating-point column. */
    static Set<String> floating(Schema schema) {
        return schema.columns().stream()
                .filter(column -> FLOATING.matcher(column.type().text()).find())
                .map(Column::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One clause for each difference; empty when there is none. */
    public static List<String> differences(TableDefinition before, TableDefinition after) {
        List<String> found = new ArrayList<>();
        if (before.role() != after.role()) {
            found.add(after.role() == TableRole.VIEW ? "now a view" : "now a table");
        }
        if (!sameNames(before.key(), after.key())) {
            found.add("key " + shown(before.key()) + " becomes " + shown(after.key()));
        }
        List<String> effectiveBefore =
                before.effective().map(Effective::columns).orElse(List.of());
        List<String> effectiveAfter = after.effective().map(Effective::columns).orElse(List.of());
        if (!sameNames(effectiveBefore, effectiveAfter)) {
            found.add("effective " + shown(effectiveBefore) + " becomes " + shown(effectiveAfter));
        }
        found.addAll(columns(before.schema(), after.schema()));
        found.addAll(exactness(before, after));
        return found;
    }

    /** Of the columns that keep their type: another type says enough. */
    private static List<String> exactness(TableDefinition before, TableDefinition after) {
        List<String> found = new ArrayList<>();
        for (Column column : after.schema().columns()) {
            boolean inexact = after.inexact().contains(column.name());
            boolean turned = before.schema()
                    .column(column.name())
                    .filter(old ->
                            old.type().equals(column.type()) && before.inexact().contains(old.name()) != inexact)
                    .isPresent();
            if (turned) {
                found.add("column " + column.name() + " is " + (inexact ? "inexact" : "exact") + " now");
            }
        }
        return found;
    }

    private static List<String> columns(Schema before, Schema after) {
        List<String> found = new ArrayList<>();
        for (Column column : after.columns()) {
            Column old = before.column(column.name()).orElse(null);
            if (old == null) {
                found.add("column " + column.name() + " added");
            } else if (!old.type().equals(column.type())) {
                found.add("column " + column.name() + " becomes " + column.type() + " from " + old.type());
            }
        }
        for (Column column : before.columns()) {
            if (after.column(column.name()).isEmpty()) {
                found.add("column " + column.name() + " removed");
            }
        }
        if (found.isEmpty() && !before.names().equals(after.names())) {
            found.add("columns in another order or spelling");
        }
        return found;
    }

    private static String spelled(Schema schema, String name) {
        return schema.column(name).map(Column::name).orElse(name);
    }

    private static boolean sameNames(List<String> a, List<String> b) {
        return a.stream()
                .map(Name::folded)
                .toList()
                .equals(b.stream().map(Name::folded).toList());
    }

    private static String shown(List<String> names) {
        return names.isEmpty() ? "(none)" : "[" + String.join(", ", names) + "]";
    }
}
