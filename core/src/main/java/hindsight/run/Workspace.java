package hindsight.run;

import hindsight.engine.Access;
import hindsight.engine.Engine;
import hindsight.engine.EngineProvider;
import hindsight.engine.EngineRequest;
import hindsight.history.CommitContext;
import hindsight.history.Store;
import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.problem.Problems;
import hindsight.problem.Suggestion;
import hindsight.project.Project;
import hindsight.project.ProjectReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A project, its warehouse and an engine: what every command works in. Project and engine are read and opened when first asked for.
 * Not safe for several threads, except {@link #cancel}.
 */
public final class Workspace implements AutoCloseable {
    private final WorkspaceOptions options;
    private final Progress progress;
    private final CommitContexts contexts;
    private final Instant now;
    private final Problems warnings = new Problems();
    private @Nullable Project project;
    private volatile @Nullable Engine engine;
    private volatile boolean cancelled;

    private Workspace(WorkspaceOptions options, Progress progress) {
        this.options = options;
        this.progress = progress;
        this.contexts = new CommitContexts(options);
        this.now = options.clock().instant();
    }

    /** Opens a workspace; touches nothing yet. */
    public static Workspace open(WorkspaceOptions options, Progress progress) {
        return new Workspace(options, progress);
    }

    public static Workspace open(WorkspaceOptions options) {
        return open(options, Progress.SILENT);
    }

    public WorkspaceOptions options() {
        return options;
    }

    public String branch() {
        return options.branch();
    }

    public Progress progress() {
        return progress;
    }

    /** What SQL sees as now: the same moment for as long as the workspace is open. */
    public Instant now() {
        return now;
    }

    /**
     * The project as its files are.
     *
     * @throws InvalidException with every problem found
     */
    public Project project() {
        Project known = project;
        if (known == null) {
            known = new ProjectReader(options.environment()).read(options.root(), options.warehouse());
            project = known;
        }
        return known;
    }

    /** The warehouse's folder, once the project was read. */
    public Optional<Path> warehouse() {
        return Optional.ofNullable(project).map(read -> read.settings().warehouse());
    }

    /** The engine that the project names. */
    public Engine engine() {
        Engine open = engine;
        if (open == null) {
            Project read = project();
            open = provider(read.settings().engine().type())
                    .open(new EngineRequest(
                            read.settings().engine(),
                            read.settings().warehouse(),
                            read.settings().timeZone(),
                            options.patience(),
                            options.clock()));
            engine = open;
            if (cancelled) {
                open.cancel();
            }
        }
        return open;
    }

    /** Holds the warehouse with other readers while {@code work} runs. */
    public <T> T reading(Function<Store, T> work) {
        try (Store store = engine().hold(Access.READ, branch())) {
            return work.apply(store);
        }
    }

    /** Holds the warehouse alone while {@code work} runs. */
    public <T> T writing(Function<Store, T> work) {
        try (Store store = engine().hold(Access.WRITE, branch())) {
            return work.apply(store);
        }
    }

    /** Begins to find out the circumstances of a commit to come. */
    public void expectCommit() {
        contexts.begin();
    }

    /** In whose name commits are made. */
    public String author() {
        return contexts.author();
    }

    /** The circumstances of a commit made now. */
    public CommitContext context() {
        return contexts.context(project().settings(), now, engine().version());
    }

    /** Adds something to tell the user that does not stop the command. */
    public void warn(Problem warning) {
        warnings.add(warning);
    }

    /** What was there to tell so far. */
    public List<Problem> warnings() {
        return warnings.list();
    }

    /** Interrupts what the engine does and is yet to do, from another thread. */
    public void cancel() {
        cancelled = true;
        Engine open = engine;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public void close() {
        Engine open = engine;
        if (open != null) {
            engine = null;
            open.close();
        }
    }

    private static EngineProvider provider(String type) {
        List<EngineProvider> known = ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        return known.stream()
                .filter(provider -> provider.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new InvalidException(Problem.error(
                        "unknown-engine",
                        "Cannot open the engine: there is none of type '" + type + "'",
                        Suggestion.hint(
                                type, known.stream().map(EngineProvider::type).toList()))));
    }
}
