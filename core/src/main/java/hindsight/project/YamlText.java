package hindsight.project;

import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.SourceText;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * YAML that fills a file or a stretch of one. Nothing in it is built by its own word: scalars are text until a reader asks for a type, and
 * only what is asked for is walked, so that aliases cost nothing.
 */
final class YamlText {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_PROBLEMS = 50;
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    private final SourceText file;
    private final int start;
    private final String yaml;
    private final String name;
    private final Problems problems;
    private int told;

    /** @param name what messages call the whole, such as {@code hindsight.yml} */
    YamlText(SourceText file, int start, int end, String name, Problems problems) {
        this.file = file;
        this.start = start;
        this.yaml = file.text().substring(start, end);
        this.name = name;
        this.problems = problems;
    }

    /** The mapping that the text is, empty where it says nothing; nothing after telling why it cannot be read. */
    Optional<YamlMap> read() {
        try {
            Optional<Event> deepest = tooDeep();
            if (deepest.isPresent()) {
                reject(
                        "broken-yaml",
                        at(deepest.get().getStartMark()),
                        name,
                        "it is nested more than " + MAX_DEPTH + " levels deep",
                        "Settings need no more than a few levels");
                return Optional.empty();
            }
            Node root = new Compose(SETTINGS).composeString(yaml).orElseGet(YamlText::nothing);
            return new YamlValue(this, "", root).map();
        } catch (MarkedYamlEngineException e) {
            YamlAdvice advice = YamlAdvice.on(e);
            reject("broken-yaml", at(advice.place()), name, advice.reason(), advice.hint());
        } catch (ReaderException e) {
            reject("broken-yaml", at(e.getPosition(), 1), name, "there is a control character", "Remove it");
        } catch (YamlEngineException e) {
            reject("broken-yaml", Location.ofFile(file.file()), name, String.valueOf(e.getMessage()), "");
        }
        return Optional.empty();
    }

    private static Node nothing() {
        return new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);
    }

    private Optional<Event> tooDeep() {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(yaml)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > MAX_DEPTH) {
                return Optional.of(event);
            }
        }
        return Optional.empty();
    }

    /** The source text from one node's beginning to another's end. */
    String between(Node first, Node last) {
        int from = first.getStartMark().map(Mark::getIndex).orElse(0);
        int to = last.getEndMark().map(Mark::getIndex).orElse(from);
        return yaml.substring(yaml.offsetByCodePoints(0, from), yaml.offsetByCodePoints(0, to));
    }

    Location location(Node node) {
        int from = node.getStartMark().map(Mark::getIndex).orElse(0);
        int to = node.getEndMark().map(Mark::getIndex).orElse(from);
        return at(from, Math.max(1, to - from));
    }

    private Location at(Optional<Mark> mark) {
        return mark.map(found -> at(found.getIndex(), 1)).orElseGet(() -> Location.ofFile(file.file()));
    }

    private Location at(int codePoint, int length) {
        int count = yaml.codePointCount(0, yaml.length());
        int from = yaml.offsetByCodePoints(0, Math.min(codePoint, count));
        int to = yaml.offsetByCodePoints(0, Math.min(codePoint + length, count));
        return file.at(start + from, Math.max(1, to - from));
    }

    /** Adds "Cannot read {@code subject}: {@code reason}"; the whole is meant where the subject is empty. */
    void reject(String code, Location location, String subject, String reason, String hint) {
        if (told++ < MAX_PROBLEMS) {
            String what = subject.isEmpty() ? name : subject;
            problems.add(Problem.error(code, location, "Cannot read " + what + ": " + reason, hint));
        }
    }
}
