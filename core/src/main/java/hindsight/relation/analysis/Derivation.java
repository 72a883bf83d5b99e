package hindsight.relation.analysis;

import java.util.Collection;
import java.util.Set;

/**
 * What a column is made of.
 *
 * @param values columns whose values become part of its value
 * @param choices columns that decide for each row which value that is, as conditions, partitions and orders do
 */
public record Derivation(Set<Origin> values, Set<Origin> choices) {
    public static final Derivation NOTHING = new Derivation(Set.of(), Set.of());

    public Derivation {
        values = Sets.copy(values);
        choices = Sets.copy(choices);
    }

    /** Of all of them together. */
    public static Derivation all(Collection<Derivation> derivations) {
        return derivations.stream().reduce(NOTHING, Derivation::and);
    }

    Derivation and(Derivation other) {
        return new Derivation(Sets.union(values, other.values), Sets.union(choices, other.choices));
    }

    /** Chosen by these columns, too. */
    Derivation chosenBy(Set<Origin> more) {
        return new Derivation(values, Sets.union(choices, more));
    }

    /** All columns on which it depends. */
    public Set<Origin> used() {
        return Sets.union(values, choices);
    }
}
