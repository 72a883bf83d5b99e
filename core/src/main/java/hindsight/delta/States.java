package hindsight.delta;

import hindsight.relation.Relation;
import hindsight.relation.Traversal;
import hindsight.schema.Name;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Relations over the old or the new rows of their inputs. */
final class States {
    /** A derived query of more operators costs more to plan than it saves. */
    static final int MOST = 600;

    private final Set<String> changed;
    private int size;

    /** @param changed folded names of inputs that have a diff */
    States(Set<String> changed) {
        this.changed = Set.copyOf(changed);
    }

    /** How many operators were copied. */
    int size() {
        return size;
    }

    /** Whether rows of it can change: whether it reads an input that has a diff. */
    boolean canChange(Relation relation) {
        return Traversal.upward(relation).stream()
                .anyMatch(part -> part instanceof Relation.Scan scan && hasDiff(scan));
    }

    boolean hasDiff(Relation.Scan scan) {
        return changed.contains(Name.folded(scan.table()));
    }

    /**
     * The relation over one side of its inputs. All of it is copied: what two derived relations read is not shared, so that the engine
     * can compute the part of it that each of them needs.
     */
    Relation of(Relation relation, Side side) {
        IdentityHashMap<Relation, Relation> copies = new IdentityHashMap<>();
        for (Relation part : Traversal.upward(relation)) {
            grow();
            List<Relation> inputs = part.inputs().stream().map(copies::get).toList();
            copies.put(part, part instanceof Relation.Scan scan ? of(scan, side) : part.over(inputs));
        }
        return Objects.requireNonNull(copies.get(relation));
    }

    /** @throws TooLargeException when there are too many */
    void grow() {
        size++;
        if (size > MOST) {
            throw new TooLargeException();
        }
    }

    private Relation of(Relation.Scan scan, Side side) {
        return new Relation.Scan(hasDiff(scan) ? side.of(scan.table()) : scan.table(), scan.read());
    }
}
