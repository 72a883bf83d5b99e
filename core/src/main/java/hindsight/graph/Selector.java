package hindsight.graph;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.SourceDefinition;
import hindsight.schema.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One word of a selection.
 *
 * @param upstream whether it picks what the named models build on
 * @param method by what models are named
 * @param value name, tag or path
 * @param downstream whether it picks what builds on the named models
 * @param word as written
 */
record Selector(boolean upstream, Method method, String value, boolean downstream, String word) {
    static final String FORMS = "Write a model, +model, model+, tag:x or path:models/x";

    enum Method {
        NAME(""),
        TAG("tag:"),
        PATH("path:");

        private final String prefix;

        Method(String prefix) {
            this.prefix = prefix;
        }
    }

    static Selector of(String word) {
        boolean upstream = word.length() > 1 && word.startsWith("+");
        boolean downstream = word.length() > 1 && word.endsWith("+");
        String core = word.substring(upstream ? 1 : 0, word.length() - (downstream ? 1 : 0));
        Method method = Stream.of(Method.TAG, Method.PATH)
                .filter(named -> core.startsWith(named.prefix))
                .findFirst()
                .orElse(Method.NAME);
        return new Selector(upstream, method, unquoted(core.substring(method.prefix.length())), downstream, word);
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text;
    }

    /** Picks from a graph; tells where there is nothing to pick. */
    List<Model> pick(Graph graph, Problems problems) {
        List<Model> named = graph.models().stream().filter(this::names).toList();
        List<Model> picked = new ArrayList<>(named);
        boolean source = method == Method.NAME && sources(graph).anyMatch(name -> Name.same(name, value));
        if (source && downstream) {
            picked.addAll(graph.downstream(value));
        } else if (named.isEmpty()) {
            problems.add(Problem.error(
                    "bad-selection",
                    "Cannot select '" + word + "': " + reason(source),
                    source ? sourceHint() : hint(graph)));
        }
        named.stream().filter(model -> upstream).forEach(model -> picked.addAll(graph.upstream(model.name())));
        named.stream().filter(model -> downstream).forEach(model -> picked.addAll(graph.downstream(model.name())));
        return picked;
    }

    private boolean names(Model model) {
        return switch (method) {
            case NAME -> Name.same(model.name(), value);
            case TAG -> model.definition().settings().tags().stream().anyMatch(tag -> Name.same(tag, value));
            case PATH -> lies(model.definition().path());
        };
    }

    private boolean lies(String path) {
        String folder = value.replaceAll("^\\./", "").replaceAll("/+$", "");
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private String reason(boolean source) {
        if (source) {
            return value + " is a source";
        }
        return switch (method) {
            case NAME -> "there is no model of this name";
            case TAG -> "no model has this tag";
            case PATH -> "no model lies there";
        };
    }

    private String sourceHint() {
        return "To select the models that build on it write " + word + "+";
    }

    private String hint(Graph graph) {
        return switch (method) {
            case NAME -> Suggestion.hint(value, names(graph));
            case TAG -> tagHint(graph);
            case PATH -> pathHint(graph);
        };
    }

    private String tagHint(Graph graph) {
        List<String> tags = graph.models().stream()
                .flatMap(model -> model.definition().settings().tags().stream())
                .map(Method.TAG.prefix::concat)
                .distinct()
                .toList();
        return tags.isEmpty()
                ? "No model has a tag; declare tags: [" + value + "] in its settings"
                : Suggestion.hint(Method.TAG.prefix + value, tags);
    }

    private String pathHint(Graph graph) {
        Set<String> paths = new TreeSet<>();
        for (Model model : graph.models()) {
            String path = model.definition().path();
            for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
                paths.add(path.substring(0, end));
            }
        }
        return Suggestion.nearest(value, paths)
                .map(path -> "Did you mean path:" + path + "?")
                .orElse("Write a folder or file as it is named from the project, such as path:models/staging");
    }

    private static List<String> names(Graph graph) {
        return graph.models().stream().map(Model::name).toList();
    }

    private static Stream<String> sources(Graph graph) {
        return graph.sources().stream().map(SourceDefinition::name);
    }
}
