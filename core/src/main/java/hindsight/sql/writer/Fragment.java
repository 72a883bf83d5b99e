package hindsight.sql.writer;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * The text of an expression.
 *
 * @param strength how strongly its outermost operator binds
 * @param traits of all its parts
 * @param reads whether it reads a column
 * @param name a name for a column that holds it, as users know it; empty where there is none
 */
record Fragment(String text, Strength strength, Set<Trait> traits, boolean reads, String name) {
    /** What may be written several times without cost. */
    private static final int SHORT = 40;

    /** How strongly operators bind, from weak to strong. */
    enum Strength {
        OR,
        AND,
        NOT,
        COMPARISON,
        OPERATOR,
        CALL,
        CONSTANT,
        COLUMN
    }

    static Fragment column(String text, String name) {
        return new Fragment(text, Strength.COLUMN, Set.of(), true, name);
    }

    /** Of a lambda. */
    static Fragment parameter(String text) {
        return new Fragment(text, Strength.COLUMN, Set.of(), false, "");
    }

    static Fragment of(String text, Strength strength, Collection<Fragment> parts) {
        return new Fragment(text, strength, union(parts), parts.stream().anyMatch(Fragment::reads), "");
    }

    static Set<Trait> union(Collection<Fragment> parts) {
        Set<Trait> all = EnumSet.noneOf(Trait.class);
        parts.forEach(part -> all.addAll(part.traits));
        return all;
    }

    Fragment with(Trait trait) {
        Set<Trait> all = EnumSet.of(trait);
        all.addAll(traits);
        return new Fragment(text, strength, all, reads, name);
    }

    Fragment named(String other) {
        return new Fragment(text, strength, traits, reads, other);
    }

    /** The text where only what binds at least so strongly can stand. */
    String within(Strength least) {
        return strength.compareTo(least) < 0 ? "(" + text + ")" : text;
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    boolean isColumn() {
        return strength == Strength.COLUMN;
    }

    /** Whether it can stand in several places instead of one. */
    boolean isRepeatable() {
        return isColumn() || (text.length() <= SHORT && (traits.isEmpty() || traits.equals(Set.of(Trait.AGGREGATE))));
    }
}
