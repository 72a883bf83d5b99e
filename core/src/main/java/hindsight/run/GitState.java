package hindsight.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What git says of a folder; a machine without git, a folder outside of it and a git that hangs all say nothing. */
final class GitState {
    private static final long SECONDS = 3;

    private final Path folder;
    private @Nullable CompletableFuture<Answers> asked;

    GitState(Path folder) {
        this.folder = folder;
    }

    /** Begins to ask, beside what else is done; starting git takes as long as a small load. */
    void begin() {
        CompletableFuture<Answers> unusedYet = answers();
    }

    /** The commit that is checked out. */
    Optional<String> commit() {
        return answers().join().commit();
    }

    /** Whether the folder's files are as the commit has them. */
    boolean clean() {
        return answers().join().clean();
    }

    /** The name under which its user commits. */
    Optional<String> user() {
        return answers().join().user();
    }

    private record Answers(Optional<String> commit, boolean clean, Optional<String> user) {}

    private synchronized CompletableFuture<Answers> answers() {
        CompletableFuture<Answers> begun = asked;
        if (begun == null) {
            begun = CompletableFuture.supplyAsync(this::askAll);
            asked = begun;
        }
        return begun;
    }

    private Answers askAll() {
        Optional<String> commit =
                ask("rev-parse", "--verify", "--quiet", "HEAD").filter(hash -> !hash.isEmpty());
        boolean clean = commit.isPresent()
                && ask("status", "--porcelain", "--", ".")
                        .filter(String::isEmpty)
                        .isPresent();
        return new Answers(commit, clean, ask("config", "user.name").filter(name -> !name.isEmpty()));
    }

    private Optional<String> ask(String... words) {
        ProcessBuilder git = new ProcessBuilder(
                        Stream.concat(Stream.of("git"), List.of(words).stream()).toList())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        git.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            return answer(git.start());
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> answer(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        CompletableFuture<Process> unusedEnd =
                process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? Optional.of(text.strip()) : Optional.empty();
    }
}
