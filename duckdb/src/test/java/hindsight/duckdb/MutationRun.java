package hindsight.duckdb;

import hindsight.delta.Derivation;
import hindsight.delta.Derived;
import hindsight.delta.InputChange;
import hindsight.duckdb.Mutants.Mutant;
import hindsight.problem.DefectException;
import hindsight.relation.Aggregate;
import hindsight.relation.BoundQuery;
import hindsight.relation.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Makes mistakes in derived queries, and counts in which places they were noticed. */
final class MutationRun {
    /** After so many tries a mistake counts as one that is not noticed. */
    private static final int TRIES = 300;

    /** So many where that is known. */
    private static final int FEW_TRIES = 30;

    /** Mistakes tried for one query and change. */
    private static final int MUTANTS = 12;

    private final Random random;
    private final Predicate<String> harmless;
    private final Map<String, Place> places = new TreeMap<>();

    /** @param harmless places of mistakes that do not change what a query gives */
    MutationRun(Random random, Predicate<String> harmless) {
        this.random = random;
        this.harmless = harmless;
    }

    private static final class Place {
        private final int tries;
        private int tried;
        private int noticed;

        private Place(int tries) {
            this.tries = tries;
        }

        private boolean isSettled() {
            return noticed > 0 || tried >= tries;
        }
    }

    /** Tries some mistakes in what is derived for a query and a change, if that is by a single rule. */
    void mutate(BoundQuery query, Map<String, InputChange> changed, DerivedChange derived) {
        Optional<String> rule = rule(query.relation());
        if (rule.isEmpty()
                || !(Derivation.change(query, changed, derived.rows().clock()) instanceof Derived.Change change)) {
            return;
        }
        String prefix = (derived.rows().clock().movesAny(query.relation()) ? "clock, " : "") + rule.get() + " | ";
        List<Mutant> mutants = new ArrayList<>(Mutants.of(change.query(), changed));
        mutants.removeIf(mutant -> place(prefix + mutant.place()).isSettled());
        Optional<Answers> answers = mutants.isEmpty() ? Optional.empty() : derived.answers(query, changed);
        if (answers.isEmpty()) {
            return;
        }
        Collections.shuffle(mutants, random);
        mutants.sort(Comparator.comparing(mutant -> place(prefix + mutant.place()).tried));
        for (Mutant mutant : mutants.subList(0, Math.min(MUTANTS, mutants.size()))) {
            Place place = place(prefix + mutant.place());
            place.tried++;
            try {
                derived.compare(mutant.query(), answers.get());
            } catch (DefectException | AssertionError wrong) {
                place.noticed++;
            }
        }
    }

    private Place place(String name) {
        return places.computeIfAbsent(name, any -> new Place(harmless.test(name) ? FEW_TRIES : TRIES));
    }

    /** Operators over tables, and an aggregate that hands keys to an operator over tables. */
    private static Optional<String> rule(Relation relation) {
        if (readsTables(relation)) {
            return Optional.of(DeltaRules.kind(relation));
        }
        return relation instanceof Aggregate aggregate
                        && aggregate.isPlain()
                        && !aggregate.groups().isEmpty()
                        && readsTables(aggregate.input())
                ? Optional.of("Aggregate over " + DeltaRules.kind(aggregate.input()))
                : Optional.empty();
    }

    private static boolean readsTables(Relation relation) {
        return relation.inputs().stream().allMatch(Relation.Scan.class::isInstance);
    }

    /** Places in which no mistake was noticed, though it should have been. */
    List<String> survivors() {
        return names(place -> place.noticed == 0 && place.isSettled())
                .filter(harmless.negate())
                .toList();
    }

    /** Places in which mistakes were noticed, though they should have been without harm. */
    List<String> harmful() {
        return noticed().filter(harmless).toList();
    }

    Stream<String> noticed() {
        return names(place -> place.noticed > 0);
    }

    private Stream<String> names(Predicate<Place> wanted) {
        return places.entrySet().stream()
                .filter(place -> wanted.test(place.getValue()))
                .map(Map.Entry::getKey);
    }

    void print() {
        int tries = places.values().stream().mapToInt(place -> place.tried).sum();
        System.out.println(tries + " mistakes in " + places.size() + " places: noticed in "
                + noticed().count() + ", not noticed in "
                + names(place -> place.noticed == 0 && place.isSettled()).count() + ", of which without harm "
                + names(place -> place.noticed == 0 && place.isSettled())
                        .filter(harmless)
                        .count()
                + "; tried too seldom in " + names(place -> !place.isSettled()).count());
    }
}
