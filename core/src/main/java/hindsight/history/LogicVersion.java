package hindsight.history;

import hindsight.history.Update.LogicText;
import java.util.List;
import java.util.Optional;

/**
 * One SQL text of a model.
 *
 * @param number unique in the warehouse, from 1
 * @param sql as the engine runs it, variables put in
 * @param fingerprint equal for texts that mean the same
 * @param inputs names of the tables it reads
 * @param opaque why it must run as it is written, where that has turned out
 */
public record LogicVersion(int number, String sql, String fingerprint, List<String> inputs, Optional<String> opaque) {
    public LogicVersion {
        inputs = List.copyOf(inputs);
    }

    public LogicText text() {
        return new LogicText(sql, fingerprint, inputs, opaque);
    }
}
