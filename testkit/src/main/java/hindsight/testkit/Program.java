package hindsight.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The program that a script calls by its name, run in this process. */
public interface Program {
    /** Runs it once; gives its exit code. */
    int run(Call call) throws IOException;

    /**
     * One call.
     *
     * @param folder the working folder
     * @param words of the command line, without the program's name
     */
    record Call(
            Path folder,
            Map<String, String> environment,
            List<String> words,
            InputStream input,
            PrintStream output,
            PrintStream errors) {
        public Call {
            environment = Map.copyOf(environment);
            words = List.copyOf(words);
        }
    }
}
