package hindsight.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.history.LoadedFile;
import hindsight.problem.Problem;
import hindsight.problem.RefusedException;
import hindsight.project.LoadKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Files are written {@code path:content} here, and those taken before {@code seq:path:content}. */
class TakenFilesTest {
    @Test
    void appendingTakesAContentOnce() {
        assertThat(given(LoadKind.APPEND, List.of("1:a:x"), "a:x", "b:x", "c:y"))
                .containsExactly("c:y");
        assertThat(given(LoadKind.APPEND, List.of("1:a:x"), Insistence.AGAIN, "a:x", "b:x"))
                .containsExactly("a:x", "b:x");
        assertThat(given(LoadKind.APPEND, List.of(), "a:x", "b:x")).containsExactly("a:x");
        assertThat(given(LoadKind.APPEND, List.of("1:-:x"), "-:y")).containsExactly("-:y");
    }

    @Test
    void appendingTellsOfSkippedFilesThatAUserDoesNotKnowOf() {
        TakenFiles taken = taken("1:a:x", "4:b:x");
        List<LoadFile> files = files("c:x", "d:y", "e:y");
        assertThat(taken.ofGiven(LoadKind.APPEND, files, LoadRequest.DECLARED).notes())
                .extracting(Problem::message)
                .containsExactly(
                        "Skipped c: its content was loaded before in #4 from b", "Skipped e: its content is that of d");
        assertThat(taken.ofDeclared(LoadKind.APPEND, files, LoadRequest.DECLARED)
                        .notes())
                .extracting(Problem::message)
                .containsExactly("Skipped e: its content is that of d");
    }

    @Test
    void appendingRefusesAKnownFileWithOtherContent() {
        assertThatThrownBy(() -> given(LoadKind.APPEND, List.of("3:a:x"), "a:y"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("""
                        a: Cannot append the file: it was loaded in #3 with other content
                          Put the new rows into a file of their own; or append all of its rows with --as-new.""");
        assertThat(given(LoadKind.APPEND, List.of("3:a:x"), Insistence.AS_NEW, "a:y"))
                .containsExactly("a:y");
        assertThat(given(LoadKind.APPEND, List.of("3:a:x", "4:a:y"), "a:x")).isEmpty();
    }

    @Test
    void namedFilesOfOtherKindsAreTakenAsTold() {
        for (LoadKind kind : List.of(LoadKind.UPSERT, LoadKind.CHANGES, LoadKind.SNAPSHOT)) {
            assertThat(given(kind, List.of("1:a:x"), "a:x")).containsExactly("a:x");
        }
    }

    @Test
    void declaredFilesAreTakenWhenTheyAreNewOrChangedSinceTheLastTime() {
        for (LoadKind kind : List.of(LoadKind.UPSERT, LoadKind.CHANGES)) {
            assertThat(declared(kind, List.of("1:a:x", "1:b:y"), "a:x", "b:z", "c:x"))
                    .containsExactly("b:z", "c:x");
            assertThat(declared(kind, List.of("1:a:x", "2:a:y"), "a:x")).containsExactly("a:x");
            assertThat(declared(kind, List.of("1:a:x"), Insistence.AGAIN, "a:x"))
                    .containsExactly("a:x");
        }
    }

    @Test
    void anEarlierFileThatChangedIsTold() {
        TakenFiles taken = taken("1:a:x", "1:b:y");
        assertThat(taken.ofDeclared(LoadKind.UPSERT, files("a:z", "b:y"), LoadRequest.DECLARED)
                        .notes())
                .extracting(Problem::code)
                .containsExactly("earlier-file-changed");
        assertThat(taken.ofDeclared(LoadKind.UPSERT, files("a:x", "b:z"), LoadRequest.DECLARED)
                        .notes())
                .isEmpty();
    }

    @Test
    void theFilesOfASnapshotAreOneState() {
        assertThat(declared(LoadKind.SNAPSHOT, List.of("1:a:x", "1:b:y"), "a:x", "b:y"))
                .isEmpty();
        assertThat(declared(LoadKind.SNAPSHOT, List.of("1:a:x", "1:b:y"), "a:x", "b:z"))
                .containsExactly("a:x", "b:z");
        assertThat(declared(LoadKind.SNAPSHOT, List.of("1:a:x", "1:b:y"), "a:x"))
                .containsExactly("a:x");
        assertThat(declared(LoadKind.SNAPSHOT, List.of("1:a:x", "2:b:y"), "a:x", "b:y"))
                .containsExactly("a:x", "b:y");
        assertThat(declared(LoadKind.SNAPSHOT, List.of("1:a:x", "2:a:y"), "a:x"))
                .containsExactly("a:x");
    }

    private static List<String> given(LoadKind kind, List<String> before, String... files) {
        return shown(taken(before).ofGiven(kind, files(files), LoadRequest.DECLARED));
    }

    private static List<String> given(LoadKind kind, List<String> before, Insistence insistence, String... files) {
        return shown(taken(before).ofGiven(kind, files(files), insisting(insistence)));
    }

    private static List<String> declared(LoadKind kind, List<String> before, String... files) {
        return shown(taken(before).ofDeclared(kind, files(files), LoadRequest.DECLARED));
    }

    private static List<String> declared(LoadKind kind, List<String> before, Insistence insistence, String... files) {
        return shown(taken(before).ofDeclared(kind, files(files), insisting(insistence)));
    }

    private static LoadRequest insisting(Insistence insistence) {
        return new LoadRequest(Optional.empty(), List.of(), Set.of(insistence), "");
    }

    private static TakenFiles taken(String... before) {
        return taken(List.of(before));
    }

    private static TakenFiles taken(List<String> before) {
        return new TakenFiles(before.stream()
                .map(text -> text.split(":"))
                .map(parts ->
                        new LoadedFile("s", parts[1], parts[2], Optional.empty(), false, Long.parseLong(parts[0])))
                .toList());
    }

    private static List<LoadFile> files(String... files) {
        return Arrays.stream(files)
                .map(text -> text.split(":"))
                .map(parts -> new LoadFile(Path.of(parts[0]), parts[0], parts[0], ContentHash.known(parts[1])))
                .toList();
    }

    private static List<String> shown(TakenFiles.Choice choice) {
        return choice.files().stream()
                .map(file -> file.registered() + ":" + file.hash())
                .toList();
    }
}
