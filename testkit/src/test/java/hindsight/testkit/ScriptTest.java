package hindsight.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
    @TempDir
    Path folder;

    @Test
    void masksTimesOfAnyLength() {
        for (String time : List.of("7 ms", "1,234 ms", "1,234,567 ms", "1.5 s")) {
            assertThat(Masks.apply("took  " + time)).isEqualTo("took  <time>");
        }
    }

    @Test
    void writesWhatCommandsPrintBelowThem() throws IOException {
        assertRuns("""
                # A remark.

                $ hindsight one 'two words' "a \\"b\\""
                stale

                $ hindsight three
                """, """
                # A remark.

                $ hindsight one 'two words' "a \\"b\\""
                [one][two words][a "b"]
                ! 3 words

                $ hindsight three
                [three]
                ! 1 words
                """);
    }

    @Test
    void tellsExitCodesFromBothWaysOfRunning() throws IOException {
        assertRuns("""
                $ hindsight fail
                [fail]
                ! 1 words
                [exit 3]
                $ exit 4
                [exit 4]
                """);
    }

    @Test
    void keepsFolderVariablesAndFilesBetweenCommands() throws IOException {
        assertRuns("""
                $ mkdir sub
                $ cd sub
                $ export NAME="a b"
                $ cat > file <<'EOF'
                $ not a command

                EOF
                $ printf '%s %s\\n' "$NAME" "$(pwd)"
                a b <home>/sub
                $ hindsight read < file
                [read]
                \\$ not a command
                ! 1 words
                $ hindsight write > other
                ! 1 words
                $ cat other
                [write]
                """);
    }

    @Test
    void keepsBlankLinesOfAnOutput() throws IOException {
        assertRuns("""
                $ printf 'a\\n\\nb\\n'
                a

                b

                # End.
                """);
    }

    private void assertRuns(String script) throws IOException {
        assertRuns(script, script);
    }

    private void assertRuns(String script, String expected) throws IOException {
        String actual =
                Script.parse(script).run(new Shell(folder.toRealPath(), ScriptTest::program, Transcript.SCRIPT));
        assertThat(actual).isEqualTo(expected);
    }

    private static int program(Program.Call call) throws IOException {
        call.words().forEach(word -> call.output().print("[" + word + "]"));
        call.output().println();
        call.input().transferTo(call.output());
        call.errors().println(call.words().size() + " words");
        return call.words().contains("fail") ? 3 : 0;
    }
}
