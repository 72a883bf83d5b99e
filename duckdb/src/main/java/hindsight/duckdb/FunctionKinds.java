package hindsight.duckdb;

import hindsight.problem.DefectException;
import hindsight.relation.canonical.Functions;
import hindsight.relation.canonical.OrderUse;
import hindsight.sql.FunctionKind;
import hindsight.sql.Literal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What each function of the engine depends on, from a list that stands beside this class. A function that a newer engine adds is
 * outside unless the engine calls it consistent; one that no engine knows is left to binding, which knows what to suggest.
 */
final class FunctionKinds implements Functions {
    private static final String AGE = "age";
    private static final String ORDER = "order ";
    private static final Set<FunctionKind> STEADY =
            EnumSet.of(FunctionKind.PURE, FunctionKind.DATE, FunctionKind.CLOCK);
    private static final Set<OrderUse> FOLLOWING = EnumSet.of(OrderUse.ANY, OrderUse.RESULT, OrderUse.OPEN);
    private static final Map<String, FunctionKind> SCALAR = new HashMap<>();
    private static final Map<String, FunctionKind> TABLE = new HashMap<>();
    private static final Map<String, OrderUse> ORDERS = new HashMap<>();

    static {
        read();
    }

    private final Session session;
    private final Map<String, FunctionKind> looked = new HashMap<>();

    FunctionKinds(Session session) {
        this.session = session;
    }

    /**
     * @param name in lower case
     * @param arguments in the brackets; one less than the function gets when it is called as a method of its first
     */
    FunctionKind scalar(String name, int arguments) {
        if (name.equals(AGE) && arguments <= 1) {
            return FunctionKind.DATE;
        }
        @Nullable FunctionKind listed = SCALAR.get(name);
        if (listed != null) {
            return listed;
        }
        boolean collation = name.startsWith("collate_") || name.startsWith("icu_collate_");
        boolean operator = !Character.isLetter(name.charAt(0));
        return collation || operator ? FunctionKind.PURE : looked.computeIfAbsent(name, this::look);
    }

    /** @param name in lower case */
    FunctionKind table(String name) {
        @Nullable FunctionKind listed = TABLE.get(name);
        return listed != null ? listed : looked.computeIfAbsent(name, this::look);
    }

    @Override
    public boolean isSteady(String function, int arguments) {
        return STEADY.contains(scalar(function, arguments));
    }

    @Override
    public OrderUse order(String function) {
        return ORDERS.getOrDefault(function, OrderUse.OPEN);
    }

    /** Whether an aggregate or window function gives something else when the rows come in another order, beyond last digits. */
    static boolean followsOrder(String function) {
        return FOLLOWING.contains(ORDERS.getOrDefault(function, OrderUse.NOTHING));
    }

    /** Names of aggregate and window functions of which the list says what the order of rows does. */
    static Set<String> ordered() {
        return Set.copyOf(ORDERS.keySet());
    }

    /** Names that the list knows, functions that stand where a table does or all others. */
    static Set<String> listed(boolean table) {
        return Set.copyOf((table ? TABLE : SCALAR).keySet());
    }

    /** Names of functions and keywords that read the clock. */
    Set<String> readingTheClock() {
        Set<String> names = new TreeSet<>(Set.of(AGE));
        SCALAR.forEach((name, kind) -> {
            if (kind == FunctionKind.CLOCK || kind == FunctionKind.DATE) {
                names.add(name);
            }
        });
        return names;
    }

    private FunctionKind look(String name) {
        List<String> stabilities = session.list(
                "SELECT DISTINCT coalesce(stability, 'UNKNOWN') FROM duckdb_functions() WHERE lower(function_name) = "
                        + Literal.string(name),
                row -> row.getString(1));
        if (stabilities.contains("VOLATILE")) {
            return FunctionKind.VOLATILE;
        }
        return stabilities.stream().allMatch("CONSISTENT"::equals) ? FunctionKind.PURE : FunctionKind.OUTSIDE;
    }

    private static void read() {
        String title = "";
        for (String line : text().lines().toList()) {
            if (line.startsWith("[")) {
                title = line.substring(1, line.length() - 1);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                for (String name : line.split(" ")) {
                    enter(name, title);
                }
            }
        }
    }

    private static void enter(String name, String title) {
        if (title.startsWith(ORDER)) {
            ORDERS.put(name, OrderUse.valueOf(upper(title.substring(ORDER.length()))));
        } else {
            Map<String, FunctionKind> section = title.startsWith("table ") ? TABLE : SCALAR;
            section.put(name, FunctionKind.valueOf(upper(title.replace("table ", ""))));
        }
    }

    private static String upper(String title) {
        return title.toUpperCase(Locale.ROOT);
    }

    private static String text() {
        try (InputStream stream = FunctionKinds.class.getResourceAsStream("functions.txt")) {
            if (stream == null) {
                throw new DefectException("functions.txt is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DefectException("Cannot read functions.txt", e);
        }
    }
}
