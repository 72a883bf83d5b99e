package hindsight.cli;

import hindsight.history.CommitKind;
import hindsight.history.LoadedFile;
import hindsight.problem.OneLine;
import hindsight.run.Provenance;
import hindsight.run.Provenance.Extent;
import hindsight.run.Provenance.Input;
import hindsight.run.Provenance.Load;
import hindsight.run.Provenance.Origin;
import hindsight.run.Provenance.Proof;
import hindsight.run.Provenance.Section;
import hindsight.run.Provenance.Table;
import hindsight.time.EffectiveRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What rows are made of, as a tree of lines. A table that was shown with all that is behind it is only named when it comes again. */
final class WhyTree {
    private static final String FORK = "├─ ";
    private static final String LAST = "└─ ";
    private static final String BAR = "│  ";
    private static final String GAP = "   ";
    private static final int HASH = 12;

    private final Provenance made;
    private final CommitText text;
    private final Output output;
    private final Set<Integer> shown = new HashSet<>();

    WhyTree(Provenance made, CommitText text, Output output) {
        this.made = made;
        this.text = text;
        this.output = output;
    }

    /** A line with what hangs below it. */
    private record Branch(String line, List<Branch> below) {
        static Branch leaf(String line) {
            return new Branch(line, List.of());
        }
    }

    void write() {
        Table table = made.tables().get(0);
        output.line(named(table, counted(table)));
        shown.add(0);
        write(below(table), "");
    }

    private void write(List<Branch> branches, String indent) {
        for (int i = 0; i < branches.size(); i++) {
            boolean last = i == branches.size() - 1;
            output.line(indent + (last ? LAST : FORK) + branches.get(i).line());
            write(branches.get(i).below(), indent + (last ? GAP : BAR));
        }
    }

    private static String named(Table table, String rows) {
        return table.role().name().toLowerCase(Locale.ROOT) + " " + OneLine.of(table.name()) + ": " + rows;
    }

    private static String counted(Table table) {
        return CommitText.count(table.rows(), "row", "rows")
                + (table.of() < 0 ? "" : " of " + CommitText.count(table.of()));
    }

    private static String order(Table table) {
        return table.sample()
                .by()
                .filter(by -> table.rows() > 1)
                .map(by -> ", the largest " + by.text() + " first")
                .orElse("");
    }

    private List<Branch> below(Table table) {
        List<Branch> below = new ArrayList<>();
        table.sample().rows().forEach(row -> below.add(Branch.leaf(row(table, row))));
        if (table.sample().rows().size() < table.rows()) {
            below.add(Branch.leaf("and "
                    + CommitText.count(table.rows() - table.sample().rows().size()) + " more"));
        }
        table.origin().ifPresent(origin -> {
            if (origin instanceof Origin.Loads loads) {
                loads.loads().forEach(load -> below.add(Branch.leaf(loaded(load))));
                if (loads.more()) {
                    below.add(Branch.leaf("loaded by more commits"));
                }
            } else if (origin instanceof Origin.Logic logic) {
                logic.sections().forEach(section -> below.add(new Branch(logic(section, logic), inputs(section))));
            }
        });
        return below;
    }

    private static String row(Table table, List<?> row) {
        List<String> names = table.sample().schema().names();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            cells.add(names.get(i) + " " + DisplayText.of(row.get(i)));
        }
        return String.join(", ", cells);
    }

    private String loaded(Load load) {
        String files = load.files().stream().map(WhyTree::file).collect(Collectors.joining(", "));
        boolean loaded = load.commit().kind() == CommitKind.LOAD;
        return (loaded ? "loaded by " : "brought by ")
                + CommitText.seq(load.commit().seq()) + " of "
                + text.time(load.commit().at()) + " ("
                + load.commit().author() + "): " + CommitText.count(load.rows(), "row", "rows") + ", "
                + DisplayText.cut(CommitText.remarks(load.commit()), 60)
                + (files.isEmpty() ? "" : ", " + files);
    }

    private static String file(LoadedFile file) {
        return file.path() + " (content "
                + file.hash().substring(0, Math.min(HASH, file.hash().length())) + ")";
    }

    private static String logic(Section section, Origin.Logic logic) {
        List<String> words = new ArrayList<>();
        words.add("by logic version " + section.version().number()
                + section.file().map(file -> " (" + file + ")").orElse(""));
        if (!section.range().equals(EffectiveRange.ALWAYS)) {
            words.add(section.range().clause());
        }
        section.expression().ifPresent(found -> words.add(found.column() + " = " + OneLine.of(found.sql())));
        words.add("over inputs as of " + CommitText.seq(logic.basis()));
        section.reason().ifPresent(words::add);
        if (section.proof() == Proof.NOT_RUN) {
            words.add("too many rows to be run again");
        }
        return String.join(", ", words);
    }

    private List<Branch> inputs(Section section) {
        List<Branch> inputs = new ArrayList<>();
        for (Input input : section.inputs()) {
            Table table = made.tables().get(input.table());
            boolean first = shown.add(input.table());
            inputs.add(new Branch(
                    named(table, part(input, table)) + (first ? order(table) : table.rows() == 0 ? "" : "  (as above)"),
                    first && input.extent() != Extent.NONE ? below(table) : List.of()));
        }
        return inputs;
    }

    private static String part(Input input, Table table) {
        return switch (input.extent()) {
            case SOME ->
                CommitText.count(input.rows(), "row", "rows")
                        + (table.of() < 0 ? "" : " of " + CommitText.count(table.of()))
                        + (table.rows() == input.rows()
                                ? ""
                                : ", of " + CommitText.count(table.rows()) + " that matter");
            case ALL -> "all " + CommitText.count(input.rows(), "row", "rows");
            case ABSENT -> "no row, and that none matches matters";
            case NONE -> "no row";
        };
    }
}
