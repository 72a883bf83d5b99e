package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.CommitContext;
import hindsight.problem.UsageException;
import hindsight.project.EngineSettings;
import hindsight.project.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitContextsTest {
    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");

    @TempDir
    Path folder;

    @Test
    void saysNothingOfGitOutsideOfIt() {
        CommitContext context = contexts(Optional.empty()).context(settings(), NOON, "engine 1");

        assertThat(context.gitCommit()).isEmpty();
        assertThat(context.gitClean()).isFalse();
        assertThat(context.clock()).isEqualTo(NOON);
        assertThat(context.tool()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void tellsWhetherTheFilesAreThoseOfTheGitCommit() throws Exception {
        git("init", "-q");
        Files.writeString(folder.resolve("a.sql"), "SELECT 1");
        git("add", ".");
        git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-q", "-m", "first");

        CommitContext clean = contexts(Optional.empty()).context(settings(), NOON, "engine 1");
        Files.writeString(folder.resolve("a.sql"), "SELECT 2");
        CommitContext dirty = contexts(Optional.empty()).context(settings(), NOON, "engine 1");

        assertThat(clean.gitCommit())
                .hasValueSatisfying(hash -> assertThat(hash).matches("[0-9a-f]{40,}"));
        assertThat(clean.gitClean()).isTrue();
        assertThat(dirty.gitCommit()).isEqualTo(clean.gitCommit());
        assertThat(dirty.gitClean()).isFalse();
    }

    @Test
    void prefersTheAuthorOfTheCommandLineToThatOfGit() throws Exception {
        git("init", "-q");
        git("config", "user.name", "Grace");

        assertThat(contexts(Optional.of("Ada")).author()).isEqualTo("Ada");
        assertThat(contexts(Optional.empty()).author()).isEqualTo("Grace");
    }

    @Test
    void recordsTheCommandWithoutSecrets() {
        assertThat(CommitContexts.commandLine(List.of("apply", "-m", "it's done", "--api-token=abc")))
                .isEqualTo("apply -m 'it'\\''s done' '--api-token=***'");
    }

    @Test
    void readsTheStatedClock() {
        assertThat(StatedClock.of(Map.of("HINDSIGHT_CLOCK", "2025-03-01T12:00:00Z"))
                        .instant())
                .isEqualTo(NOON);
        assertThatThrownBy(() -> StatedClock.of(Map.of("HINDSIGHT_CLOCK", "noon")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("HINDSIGHT_CLOCK is 'noon'");
    }

    private CommitContexts contexts(Optional<String> author) {
        return new CommitContexts(new WorkspaceOptions(
                folder,
                Optional.empty(),
                "main",
                Duration.ZERO,
                author,
                List.of("apply"),
                Map.of(),
                Clock.fixed(NOON, ZoneOffset.UTC)));
    }

    private Settings settings() {
        return new Settings(
                "shop", folder.resolve("w"), ZoneOffset.UTC, EngineSettings.DEFAULT, Map.of("vat", "0.2"), Set.of());
    }

    private void git(String... words) throws IOException, InterruptedException {
        String[] line = new String[words.length + 1];
        line[0] = "git";
        System.arraycopy(words, 0, line, 1, words.length);
        assertThat(new ProcessBuilder(line)
                        .directory(folder.toFile())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
