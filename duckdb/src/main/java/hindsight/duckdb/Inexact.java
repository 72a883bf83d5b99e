package hindsight.duckdb;

import hindsight.history.TableDefinition;
import hindsight.schema.Column;
import hindsight.schema.TypeFamily;

/** Comparison of floating columns whose last digits depend on the order of a sum. */
final class Inexact {
    /** Relative difference up to which two values count as one. */
    static final String TOLERANCE = "1e-12";

    private Inexact() {}

    /** Whether column {@code i} is inexact and of a type whose values can be near each other. */
    static boolean comparable(TableDefinition definition, int i) {
        Column column = definition.schema().columns().get(i);
        return definition.inexact().contains(column.name()) && column.type().family() == TypeFamily.FLOATING;
    }

    static String near(String a, String b) {
        return "coalesce(abs(" + a + " - " + b + ") <= " + TOLERANCE + " * greatest(abs(" + a + "), abs(" + b
                + ")), false)";
    }

    static String kept(String old, String fresh) {
        return "CASE WHEN " + near(old, fresh) + " THEN " + old + " ELSE " + fresh + " END";
    }
}
