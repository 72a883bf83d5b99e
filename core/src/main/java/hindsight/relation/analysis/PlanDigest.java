package hindsight.relation.analysis;

import hindsight.relation.BoundQuery;
import hindsight.relation.Expression;
import hindsight.relation.Filter;
import hindsight.relation.Join;
import hindsight.relation.Recursion;
import hindsight.relation.Relation;
import hindsight.relation.SetOperation;
import hindsight.relation.Traversal;
import hindsight.schema.Column;
import hindsight.schema.Name;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Identifies what a query does. Two queries of one digest give the same rows; the order of conditions and of the sides of a
 * comparison does not count, nor which parts are written once and used twice, nor an order of the whole result. Every component of
 * every operator counts unless it is named here, so an operator that is added later is told apart without further doing.
 */
public final class PlanDigest {
    private final IdentityHashMap<Relation, String> digests = new IdentityHashMap<>();
    private final Map<Integer, Integer> recursions = new HashMap<>();

    private PlanDigest() {}

    /** SHA-256 of the canonical form, as hexadecimal digits. */
    public static String of(BoundQuery query) {
        PlanDigest digest = new PlanDigest();
        Relation root = Unordered.of(query.relation());
        for (Relation relation : Traversal.upward(root)) {
            digest.digests.put(relation, sha256(digest.relation(relation)));
        }
        return sha256(digest.digests.get(root) + digest.encode(query.names()));
    }

    private String relation(Relation relation) {
        if (relation instanceof Filter filter) {
            return "Filter(" + digests.get(filter.input()) + terms(filter.conditions(), true) + ")";
        }
        if (relation instanceof Join join) {
            return "Join(" + join.kind() + digests.get(join.left()) + digests.get(join.right())
                    + terms(join.conditions(), true) + ")";
        }
        if (relation instanceof SetOperation operation && operation.kind() != SetOperation.Kind.EXCEPT) {
            String inputs =
                    operation.inputs().stream().map(digests::get).sorted().collect(Collectors.joining());
            return "SetOperation(" + operation.kind() + operation.all() + inputs + ")";
        }
        if (relation instanceof Recursion recursion) {
            return "Recursion(" + recursion(recursion.number()) + digests.get(recursion.seed())
                    + digests.get(recursion.step()) + recursion.all() + ")";
        }
        if (relation instanceof Relation.Recursed recursed) {
            return "Recursed(" + recursion(recursed.recursion()) + encode(recursed.columns()) + ")";
        }
        return record(relation);
    }

    /** Numbers of recursions count by where they are met first. */
    private int recursion(int number) {
        return recursions.computeIfAbsent(number, unseen -> recursions.size());
    }

    private String encode(Object value) {
        if (value instanceof Relation relation) {
            return String.valueOf(digests.get(relation));
        }
        if (value instanceof Expression expression) {
            String text = expression(expression);
            return text.length() > 200 ? sha256(text) : text;
        }
        if (value instanceof Collection<?> values) {
            return values.stream().map(this::encode).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Column column) {
            return encode(Name.folded(column.name())) + encode(column.type());
        }
        if (value instanceof Record) {
            return record(value);
        }
        String text = String.valueOf(value);
        return text.length() + ":" + text;
    }

    private String expression(Expression expression) {
        if (expression instanceof Expression.Comparison comparison) {
            String left = encode(comparison.left());
            String right = encode(comparison.right());
            return left.compareTo(right) <= 0
                    ? "Comparison(" + comparison.comparator() + "," + left + "," + right + ")"
                    : "Comparison(" + comparison.comparator().mirrored() + "," + right + "," + left + ")";
        }
        if (expression instanceof Expression.Junction junction) {
            return "Junction(" + junction.conjunction() + terms(junction.terms(), junction.conjunction()) + ")";
        }
        if (expression instanceof Expression.OneOf oneOf) {
            return "OneOf(" + encode(oneOf.value()) + encode(sorted(oneOf.options())) + ")";
        }
        return record(expression);
    }

    /** Terms of a junction with those of junctions of the same kind among them; a term that stands twice counts once. */
    private String terms(List<Expression> terms, boolean conjunction) {
        List<Expression> flat = new ArrayList<>();
        flatten(terms, conjunction, flat);
        return sorted(flat).toString();
    }

    private static void flatten(List<Expression> terms, boolean conjunction, List<Expression> flat) {
        for (Expression term : terms) {
            if (term instanceof Expression.Junction junction && junction.conjunction() == conjunction) {
                flatten(junction.terms(), conjunction, flat);
            } else {
                flat.add(term);
            }
        }
    }

    private Set<String> sorted(List<Expression> expressions) {
        return expressions.stream().map(this::encode).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of a record's type and all of its components. */
    private String record(Object record) {
        StringBuilder text = new StringBuilder(record.getClass().getSimpleName()).append('(');
        try {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                text.append(encode(component.getAccessor().invoke(record))).append(',');
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record without components: " + record, e);
        }
        return text.append(')').toString();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
