package hindsight.run;

import hindsight.history.Memory;
import hindsight.history.ModelMemory;
import hindsight.history.Sections;
import hindsight.history.TableMemory;
import java.util.function.LongFunction;

/** Which old states of their inputs models need to be brought up to date. */
final class Needs {
    private final LongFunction<Memory> memories;

    Needs(LongFunction<Memory> memories) {
        this.memories = memories;
    }

    /** The oldest commit as of which a model must be able to read; {@link Long#MAX_VALUE} where it reads heads only. */
    long oldest(TableMemory model, Memory at) {
        if (model.model().isEmpty()) {
            return Long.MAX_VALUE;
        }
        long basis = model.model().map(ModelMemory::basis).orElseThrow();
        long oldest = Long.MAX_VALUE;
        for (String name : Sections.together(model).inputs()) {
            TableMemory input = at.table(name).orElse(null);
            boolean behind = input == null || input.changedAt() > basis || input.definedAt() > basis;
            if (behind) {
                oldest = Math.min(oldest, basis);
            }
            Memory seen = behind ? memories.apply(basis) : at;
            oldest = Math.min(
                    oldest,
                    seen.table(name)
                            .filter(TableMemory::isView)
                            .map(view -> oldest(view, seen))
                            .orElse(Long.MAX_VALUE));
        }
        return oldest;
    }
}
