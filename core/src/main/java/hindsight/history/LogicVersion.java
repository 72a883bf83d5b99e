package hindsight.history;

import java.util.List;

/**
 * One SQL text of a model.
 *
 * @param number unique in the warehouse, from 1
 * @param sql as the engine runs it, variables put in
 * @param fingerprint equal for texts that mean the same
 * @param inputs names of the tables it reads
 */
public record LogicVersion(int number, String sql, String fingerprint, List<String> inputs) {
    public LogicVersion {
        inputs = List.copyOf(inputs);
    }
}
