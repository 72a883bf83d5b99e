package hindsight.cli;

import hindsight.problem.DefectException;
import hindsight.problem.Failure;
import hindsight.problem.Problem;
import hindsight.run.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes down what is needed to mend a defect, and tells the user where. */
final class DefectReport {
    private final List<String> words;
    private final CommandLog log;

    DefectReport(List<String> words, CommandLog log) {
        this.words = words;
        this.log = log;
    }

    Failure failure(Throwable thrown) {
        log.failure(thrown);
        String what = thrown instanceof DefectException defect
                ? defect.problems().get(0).message()
                : "Cannot finish: " + thrown;
        String hint = "This is a defect of Hindsight; nothing was published. " + place(text(thrown));
        return new DefectException(Problem.error("defect", what, hint), thrown);
    }

    private String place(String text) {
        String name =
                "defect-" + ProcessHandle.current().pid() + "-" + Instant.now().toEpochMilli() + ".txt";
        try {
            Path folder = log.folder().orElse(Path.of(System.getProperty("java.io.tmpdir")));
            Files.createDirectories(folder);
            Path file = folder.resolve(name);
            Files.writeString(file, text);
            return "A report is in " + file + ".";
        } catch (IOException unwritable) {
            return "A report could not be written (" + unwritable.getMessage() + "):\n" + text;
        }
    }

    private String text(Throwable thrown) {
        StringWriter report = new StringWriter();
        PrintWriter lines = new PrintWriter(report);
        lines.println("hindsight " + Version.current() + " " + words);
        lines.println("at " + Instant.now());
        for (String property : List.of("java.vm.name", "java.version", "os.name", "os.version", "os.arch")) {
            lines.println(property + " = " + System.getProperty(property));
        }
        lines.println();
        thrown.printStackTrace(lines);
        return report.toString();
    }
}
