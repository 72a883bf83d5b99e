package hindsight.project;

/** Says what the YAML parser found in words of this product, and the way out. */
final class YamlAdvice {
    private YamlAdvice() {}

    static String reason(String problem) {
        return "broken YAML, "
                + problem.replaceAll("\\s*\\(Do not use .*\\)", "")
                        .replaceAll("\\.\\s*$", "")
                        .replace("\\t(TAB)", "TAB");
    }

    static String hint(String problem) {
        if (problem.contains("TAB")) {
            return "Indent with spaces";
        }
        if (problem.contains("cannot start any token")) {
            return "Put the value in quotes";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "Give lines of one level the same indentation, and put values that hold ': ' in quotes";
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
        if (problem.contains("another document")) {
            return "Remove the line ---";
        }
        return "";
    }
}
