package hindsight.cli;

import java.nio.file.Path;
import java.util.Locale;

/** How a report is written. */
enum ReportFormat {
    TEXT,
    MARKDOWN,
    HTML;

    /** What a file's name says: text where it says nothing. */
    static ReportFormat ofFile(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".html") || name.endsWith(".htm")) {
            return HTML;
        }
        return name.endsWith(".md") || name.endsWith(".markdown") ? MARKDOWN : TEXT;
    }

    void write(Report report, Output output) {
        switch (this) {
            case TEXT -> TextReport.print(report, output);
            case MARKDOWN -> output.text(MarkdownReport.of(report));
            case HTML -> output.text(HtmlReport.of(report));
        }
    }
}
