package hindsight.sql;

import hindsight.problem.Problem;
import hindsight.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What SQL may depend on besides the tables that it names, by where it stands. */
public enum Safety {
    /** Models and data tests: sources, models and the clock of the commit, so that the same inputs give the same rows. */
    PROJECT,
    /** Queries of a user at the command line: files and chance too, but nothing that changes or tells of the engine itself. */
    QUERY;

    private static final String SOURCES_ONLY = "SQL in models and tests reads sources and models only.";
    private static final List<String> DATABASES = List.of(".db", ".duckdb", ".sqlite");

    /** Everything in a query that is not allowed here, in order of the text. */
    public List<Problem> problems(ParsedQuery query) {
        List<Problem> problems = new ArrayList<>();
        query.functions()
                .forEach(use -> reason(use)
                        .ifPresent(reason -> problems.add(Problem.error(
                                code(use),
                                query.sql().locate(use.offset(), use.length()),
                                "Cannot use " + shown(use) + ": " + reason,
                                hint(use)))));
        query.tables().stream()
                .filter(this::isDatabase)
                .forEach(table -> problems.add(Problem.error(
                        "outside-function",
                        query.sql().locate(table.offset(), table.length()),
                        "Cannot read " + table.fullName() + ": it is a database, not a file with rows",
                        "")));
        return problems;
    }

    /** @throws hindsight.problem.InvalidException with everything in the query that is not allowed here */
    public void check(ParsedQuery query) {
        Problems problems = new Problems();
        problems.addAll(problems(query));
        problems.throwIfErrors();
    }

    private Optional<String> reason(FunctionUse use) {
        return Optional.ofNullable(
                switch (use.kind()) {
                    case PURE -> null;
                    case DATE, CLOCK ->
                        use.qualified() ? "with a schema before it, it reads another clock than the commit's" : null;
                    case VOLATILE -> this == PROJECT ? "it would give another result each time" : null;
                    case FILE -> this == PROJECT ? "it reads files" : null;
                    case OUTSIDE -> "it reads or changes the engine or its surroundings, not the data";
                });
    }

    private boolean isDatabase(TableReference table) {
        String name = table.fullName().toLowerCase(Locale.ROOT);
        return this == QUERY && table.file() && DATABASES.stream().anyMatch(name::endsWith);
    }

    private String hint(FunctionUse use) {
        return switch (use.kind()) {
            case DATE, CLOCK -> "Write " + use.name() + (use.name().equals("age") ? "(x)." : "().");
            case FILE -> SOURCES_ONLY + " Declare the file as a source in hindsight.yml.";
            case OUTSIDE -> this == PROJECT ? SOURCES_ONLY : "";
            case VOLATILE -> steadyForm(use.name());
            case PURE -> "";
        };
    }

    private static String steadyForm(String name) {
        if (name.contains("uuid")) {
            return "Make it from columns that name the row, as in md5(concat_ws('-', a, b)).";
        }
        return switch (name) {
            case "approx_quantile", "reservoir_quantile" -> "quantile_cont gives the exact value.";
            case "approx_top_k" -> "GROUP BY, count(*) and LIMIT give the exact values.";
            default -> "";
        };
    }

    private static String code(FunctionUse use) {
        return use.kind() == FunctionKind.VOLATILE ? "volatile-function" : "outside-function";
    }

    private static String shown(FunctionUse use) {
        boolean clause = use.name().endsWith("sample");
        return clause ? use.name().toUpperCase(Locale.ROOT) : use.name();
    }
}
