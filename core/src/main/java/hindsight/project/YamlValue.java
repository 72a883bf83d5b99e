package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Suggestion;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a YAML text with its name and place. Each question for a type answers empty after telling the user, where the value is not of
 * that type.
 */
final class YamlValue {
    private static final Set<Tag> KNOWN_TAGS = Set.of(Tag.STR, Tag.NULL, Tag.SEQ, Tag.MAP);
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Map<String, Boolean> TRUTHS =
            Map.of("true", true, "True", true, "TRUE", true, "false", false, "False", false, "FALSE", false);

    private final YamlText text;
    private final String name;
    private final Node node;

    /** @param name the keys that lead here, such as {@code sources.orders.load}; empty for the whole */
    YamlValue(YamlText text, String name, Node node) {
        this.text = text;
        this.name = name;
        this.node = node;
    }

    String name() {
        return name;
    }

    Location location() {
        return text.location(node);
    }

    /** Adds "Cannot read {@code name}: {@code reason}" at this place. */
    void reject(String code, String reason, String hint) {
        text.reject(code, location(), name, reason, hint);
    }

    /** A mapping; nothing where the value is left out counts as an empty one. */
    Optional<YamlMap> map() {
        if (!tagged()) {
            return Optional.empty();
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMap(text, name, mapping.getValue()));
        }
        if (isNothing()) {
            return Optional.of(new YamlMap(text, name, List.of()));
        }
        rejectType("a mapping of settings");
        return Optional.empty();
    }

    /** A scalar with the way it was written. */
    Optional<YamlScalar> scalar() {
        if (!tagged()) {
            return Optional.empty();
        }
        if (node instanceof ScalarNode scalar && !isNothing()) {
            return Optional.of(new YamlScalar(scalar.getValue(), scalar.isPlain()));
        }
        rejectType("text");
        return Optional.empty();
    }

    /** Any scalar as text; {@code ${env:…}} is refused. */
    Optional<String> text() {
        Optional<String> value = scalar().map(YamlScalar::text);
        if (value.filter(written -> written.contains("${env:")).isPresent()) {
            reject(
                    "misplaced-environment",
                    "the environment is read in warehouse only",
                    "Write the value itself, or put it under vars and use ${name} in SQL");
            return Optional.empty();
        }
        return value;
    }

    /** Text that is not blank. */
    Optional<String> nonBlank() {
        Optional<String> value = text();
        if (value.filter(String::isBlank).isPresent()) {
            reject("invalid-setting", "it is blank", "Write a value, or remove the setting");
            return Optional.empty();
        }
        return value;
    }

    Optional<Boolean> truth() {
        if (node instanceof ScalarNode scalar && scalar.isPlain() && TRUTHS.containsKey(scalar.getValue())) {
            return Optional.ofNullable(TRUTHS.get(scalar.getValue()));
        }
        rejectType("true or false");
        return Optional.empty();
    }

    /** A whole number from {@code least} to {@code most}. */
    Optional<Integer> number(int least, int most) {
        if (node instanceof ScalarNode scalar && scalar.getValue().matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(scalar.getValue());
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        }
        rejectType("a whole number from " + least + " to " + most);
        return Optional.empty();
    }

    /** One of several words. */
    <T> Optional<T> choice(String what, Map<String, T> choices) {
        Optional<String> word = text();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> chosen = Optional.ofNullable(choices.get(word.get()));
        if (chosen.isEmpty()) {
            reject(
                    "invalid-setting",
                    "there is no " + what + " " + Quoted.of(word.get()),
                    Suggestion.hint(word.get(), choices.keySet()));
        }
        return chosen;
    }

    /** The values of a list; a single value counts as a list of one. */
    List<YamlValue> items() {
        if (!tagged()) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> new YamlValue(text, name, item))
                    .toList();
        }
        if (isNothing()) {
            rejectType("a list");
            return List.of();
        }
        return List.of(this);
    }

    /** At least one name, no two the same. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<YamlValue> items = items();
        for (YamlValue item : items) {
            Optional<String> named = item.nonBlank();
            if (named.isPresent() && !seen.add(Name.folded(named.get()))) {
                item.reject("invalid-setting", Quoted.of(named.get()) + " is named twice", "Remove one of them");
            } else {
                named.ifPresent(names::add);
            }
        }
        if (items.isEmpty() && !isNothing()) {
            reject("invalid-setting", "the list is empty", "Name something, or remove the setting");
        }
        return names;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    private boolean isNothing() {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NULLS.contains(scalar.getValue());
    }

    private boolean tagged() {
        if (KNOWN_TAGS.contains(node.getTag())) {
            return true;
        }
        reject(
                "invalid-setting",
                "the tag " + Quoted.of(node.getTag().getValue().replace("tag:yaml.org,2002:", "!!"))
                        + " has no meaning here",
                "Remove it");
        return false;
    }

    void rejectType(String expected) {
        if (isNothing()) {
            reject("wrong-type", "it has no value", "Write a value, or remove the setting");
        } else {
            reject("wrong-type", "it must be " + expected + ", not " + described(), "");
        }
    }

    private String described() {
        if (node instanceof ScalarNode scalar) {
            return Quoted.of(scalar.getValue());
        }
        return node instanceof SequenceNode ? "a list" : "a mapping";
    }
}
