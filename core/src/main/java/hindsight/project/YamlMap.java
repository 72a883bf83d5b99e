package hindsight.project;

import hindsight.problem.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping of a YAML text. It learns which keys are known from the questions, and then rejects the others. */
final class YamlMap {
    /** A key and its value; the key is a value too, so that it has a place. */
    record Entry(String key, YamlValue keyValue, YamlValue value) {}

    private final String name;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final TreeSet<String> asked = new TreeSet<>();

    YamlMap(YamlText text, String name, List<NodeTuple> tuples) {
        this.name = name;
        for (NodeTuple tuple : joined(text, tuples)) {
            YamlValue key = new YamlValue(text, name, tuple.getKeyNode());
            if (tuple.getKeyNode() instanceof ScalarNode scalar) {
                add(text, scalar.getValue(), key, tuple.getValueNode());
            } else {
                key.reject("broken-yaml", "a key must be a text", "Put texts that hold { } [ ] in quotes");
            }
        }
    }

    private void add(YamlText text, String key, YamlValue keyValue, Node node) {
        YamlValue value = new YamlValue(text, name.isEmpty() ? key : name + "." + key, node);
        Entry first = entries.putIfAbsent(key, new Entry(key, keyValue, value));
        if (first != null) {
            keyValue.reject(
                    "duplicate-setting",
                    Quoted.of(key) + " is set twice",
                    "It is set in line " + first.keyValue().location().line() + " already: remove one of them");
        }
    }

    /** What is set for a key. */
    Optional<YamlValue> value(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    /** Everything, for mappings whose keys are names that the user chose. */
    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /** Rejects every key that nobody asked for. */
    void rejectOthers() {
        for (Entry entry : entries.values()) {
            if (!asked.contains(entry.key())) {
                String hint = entry.key().equals("<<")
                        ? "Merge keys are not understood: write the settings out"
                        : Suggestion.hint(entry.key(), asked);
                entry.keyValue().reject("unknown-setting", "there is no setting " + Quoted.of(entry.key()), hint);
            }
        }
    }

    /**
     * In {@code {amt: DECIMAL(12,2)}} YAML ends the value at the comma and takes {@code 2)} for a key with nothing: such pieces belong together
     * until the parentheses are closed.
     */
    private static List<NodeTuple> joined(YamlText text, List<NodeTuple> tuples) {
        List<NodeTuple> result = new ArrayList<>();
        for (NodeTuple tuple : tuples) {
            NodeTuple last = result.isEmpty() ? tuple : result.get(result.size() - 1);
            if (last != tuple && isOpen(last.getValueNode()) && hasNothing(tuple)) {
                Node whole = new ScalarNode(
                        Tag.STR,
                        true,
                        text.between(last.getValueNode(), tuple.getKeyNode()),
                        ScalarStyle.PLAIN,
                        last.getValueNode().getStartMark(),
                        tuple.getKeyNode().getEndMark());
                result.set(result.size() - 1, new NodeTuple(last.getKeyNode(), whole));
            } else {
                result.add(tuple);
            }
        }
        return result;
    }

    private static boolean isOpen(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue()
                                .chars()
                                .map(c -> c == '(' ? 1 : c == ')' ? -1 : 0)
                                .sum()
                        > 0;
    }

    private static boolean hasNothing(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode
                && tuple.getValueNode() instanceof ScalarNode value
                && value.isPlain()
                && value.getValue().isEmpty();
    }
}
