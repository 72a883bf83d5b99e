package hindsight.graph;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Models that a user picks by words, as in dbt: {@code a}, {@code +a} with all that it builds on, {@code a+} with all that builds on it,
 * {@code tag:x}, {@code path:models/x}. Several words, apart by blanks or commas, pick what any of them picks. A name with blanks stands in
 * double quotes.
 */
public final class Selection {
    private static final Pattern WORD = Pattern.compile("(?:\"(?:[^\"]|\"\")*+\"|[^\\s,])+?(?=[\\s,]|$)");

    private final String text;
    private final List<Selector> selectors;

    private Selection(String text, List<Selector> selectors) {
        this.text = text;
        this.selectors = selectors;
    }

    /**
     * Reads the words; whether there are such models is not asked yet.
     *
     * @throws UsageException when there is no word
     */
    public static Selection of(String text) {
        List<Selector> selectors = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            selectors.add(Selector.of(word.group()));
        }
        if (selectors.isEmpty()) {
            throw new UsageException(
                    Problem.error("bad-selection", "Cannot select models: nothing is named", Selector.FORMS));
        }
        return new Selection(text, List.copyOf(selectors));
    }

    /**
     * Names of the selected models, as declared, in the order of the graph.
     *
     * @throws UsageException with every word that picks nothing
     */
    public Set<String> models(Graph graph) {
        if (graph.model(text.strip()).isPresent()) {
            return Set.of(graph.model(text.strip()).orElseThrow().name());
        }
        Problems problems = new Problems();
        Set<Model> chosen = new LinkedHashSet<>();
        selectors.forEach(selector -> chosen.addAll(selector.pick(graph, problems)));
        if (problems.hasErrors()) {
            throw new UsageException(problems.list());
        }
        Set<String> names = new LinkedHashSet<>();
        graph.models().stream().filter(chosen::contains).map(Model::name).forEach(names::add);
        return Collections.unmodifiableSet(names);
    }
}
