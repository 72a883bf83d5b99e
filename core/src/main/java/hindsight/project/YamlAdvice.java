package hindsight.project;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * What the YAML parser found, in words of this product.
 *
 * @param place where the user should look
 * @param reason what is wrong
 * @param hint the way out; empty where none is known
 */
record YamlAdvice(Optional<Mark> place, String reason, String hint) {
    static YamlAdvice on(MarkedYamlEngineException found) {
        String problem = Stream.of(Optional.ofNullable(found.getContext()), Optional.ofNullable(found.getProblem()))
                .flatMap(Optional::stream)
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining(", "));
        return new YamlAdvice(place(found, problem), reason(problem), hint(problem));
    }

    /** What is left open is noticed lines later, but is to be mended where it begins. */
    private static Optional<Mark> place(MarkedYamlEngineException found, String problem) {
        boolean open = problem.contains("flow ") || problem.contains("quoted scalar");
        Optional<Mark> begin = found.getContextMark().filter(mark -> open);
        Optional<Mark> noticed = found.getProblemMark();
        boolean later = begin.flatMap(first -> noticed.map(second -> first.getLine() < second.getLine()))
                .orElse(false);
        return later ? begin : noticed;
    }

    private static String reason(String problem) {
        return "broken YAML, "
                + problem.replaceAll("\\s*\\(Do not use .*\\)", "")
                        .replaceAll("\\.\\s*$", "")
                        .replace("'\\t(TAB)'", "TAB");
    }

    private static String hint(String problem) {
        if (problem.contains("TAB")) {
            return "Indent with spaces";
        }
        if (problem.contains("cannot start any token")) {
            return "Put the value in quotes";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "Give lines of one level the same indentation, and put values that hold ': ' in quotes";
        }
        if (problem.contains("block mapping") || problem.contains("document start")) {
            return "Give lines of one level the same indentation";
        }
        if (problem.contains("quoted scalar")) {
            return "Close the quote";
        }
        if (problem.contains("flow sequence") || problem.contains("flow node")) {
            return "Close the list with ]";
        }
        if (problem.contains("flow mapping")) {
            return "Close the mapping with }, and put values that hold [ ] { } in quotes";
        }
        return problem.contains("another document") ? "Remove the line ---" : "";
    }
}
