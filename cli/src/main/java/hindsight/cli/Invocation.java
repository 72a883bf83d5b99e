package hindsight.cli;

import hindsight.problem.Failure;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the program, from the words of its command line to its exit. */
final class Invocation {
    private static final int FORMAT = 1;

    private final Surroundings surroundings;
    private final List<String> words;
    private final GlobalOptions options = new GlobalOptions();
    private final Session session;
    private final Failures failures;

    Invocation(Surroundings surroundings, List<String> words, Interruption interruption) {
        this.surroundings = surroundings;
        this.words = words;
        this.session = new Session(surroundings, words, options, interruption);
        this.failures = new Failures(interruption, new DefectReport(words, session.log()));
    }

    /** How a command ended, and what there is to tell of it besides its result. */
    private record Ending(Exit exit, List<Problem> problems) {}

    Exit run() {
        return run(this::parsed);
    }

    /** Runs another action than the one that the words make. */
    Exit run(Supplier<Action> action) {
        CommandLogProvider.lead(session.log());
        try (CommandLog log = session.log()) {
            Ending ending = session.wantsJson() ? asDocument(action) : inWords(action);
            surroundings.output().flush();
            surroundings.errors().flush();
            ending.problems().forEach(problem -> log.line(problem.render()));
            session.close();
            log.line("exit " + ending.exit().code());
            return ending.exit();
        } finally {
            CommandLogProvider.lead(null);
        }
    }

    private Ending inWords(Supplier<Action> action) {
        Ending ending = attempt(action, this::writeText, () -> {});
        surroundings.output().flush();
        session.messages().clearStatus();
        ending.problems().forEach(session.messages()::problem);
        return ending;
    }

    /** The status line goes first: results and status would share a line of the terminal. */
    private void writeText(CommandResult result) {
        session.messages().clearStatus();
        result.writeText(session.output());
    }

    /** One document whatever happens: a result that breaks off is closed where it is, and the problems say why. */
    private Ending asDocument(Supplier<Action> action) {
        JsonOutput json = new JsonOutput(surroundings.output());
        Ending[] ending = new Ending[1];
        json.object(() -> {
            json.field("format", FORMAT);
            json.name("result");
            ending[0] = attempt(action, result -> result.writeJson(json), json::unwind);
            json.name("problems").array(ending[0].problems(), problem -> write(problem, json));
        });
        json.flush();
        surroundings.output().print('\n');
        session.messages().clearStatus();
        return ending[0];
    }

    private Ending attempt(Supplier<Action> action, Consumer<CommandResult> writer, Runnable breakOff) {
        try {
            CommandResult result = action.get().perform(session);
            writer.accept(result);
            return new Ending(result.exit(), joined(result.problems(), session.warnings()));
        } catch (Throwable thrown) {
            breakOff.run();
            Failure failure = failures.of(thrown);
            return new Ending(Exit.of(failure), joined(session.warnings(), failure.problems()));
        }
    }

    private Action parsed() {
        Action action = new Syntax(options).parse(words);
        options.patience();
        return action;
    }

    private static List<Problem> joined(List<Problem> first, List<Problem> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    private static void write(Problem problem, JsonOutput json) {
        @Nullable Location place = problem.location();
        json.object(() -> {
            json.field("code", problem.code());
            json.field("severity", problem.severity());
            json.field("file", place == null ? null : place.file());
            json.field("line", place == null || place.line() == 0 ? null : place.line());
            json.field("column", place == null || place.column() == 0 ? null : place.column());
            json.field("message", problem.message());
            json.field("hint", problem.hint());
        });
    }
}
