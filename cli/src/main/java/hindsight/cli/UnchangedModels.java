package hindsight.cli;

import java.util.List;

/**
 * The models for which there is nothing to do, in words.
 *
 * @param names in the order of the plan
 */
record UnchangedModels(List<String> names) {
    private static final int MOST_NAMED = 6;

    UnchangedModels {
        names = List.copyOf(names);
    }

    /** Such as "2 models are unchanged" behind a gap; nothing where there are none. */
    String counted(String gap) {
        return names.isEmpty()
                ? ""
                : gap + names.size() + (names.size() == 1 ? " model is" : " models are") + " unchanged";
    }

    /** As {@link #counted}, but by name where they are few: what goes behind a sentence about the others. */
    String besides() {
        boolean few = !names.isEmpty() && names.size() <= MOST_NAMED;
        return few ? "; unchanged: " + String.join(", ", names) : counted("; ");
    }
}
