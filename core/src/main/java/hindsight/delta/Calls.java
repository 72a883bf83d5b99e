package hindsight.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;

/** Pairs what old and new operators call: the same calls, then those that differ in what they are called with only; others stand beside. */
record Calls<T>(BiPredicate<T, T> areAlike, BinaryOperator<T> together) {
    /**
     * Calls of both.
     *
     * @param then for each old call where it stands
     * @param now the same of new calls
     */
    record Paired<T>(List<T> calls, List<Integer> then, List<Integer> now) {}

    Paired<T> pair(List<T> then, List<T> now) {
        List<T> calls = new ArrayList<>(now);
        List<Integer> old = new ArrayList<>(Collections.nCopies(then.size(), -1));
        List<Integer> free = new ArrayList<>(Aligned.first(now.size(), 0));
        for (int i = 0; i < then.size(); i++) {
            int same = now.indexOf(then.get(i));
            old.set(i, same);
            free.remove((Object) same);
        }
        for (int i = 0; i < then.size(); i++) {
            if (old.get(i) < 0) {
                old.set(i, position(then.get(i), calls, free));
            }
        }
        return new Paired<>(calls, old, Aligned.first(now.size(), 0));
    }

    private int position(T call, List<T> calls, List<Integer> free) {
        for (int place : free) {
            if (areAlike.test(call, calls.get(place))) {
                calls.set(place, together.apply(call, calls.get(place)));
                free.remove((Object) place);
                return place;
            }
        }
        calls.add(call);
        return calls.size() - 1;
    }
}
