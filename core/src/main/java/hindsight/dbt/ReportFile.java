package hindsight.dbt;

import hindsight.dbt.Remark.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** The page that says what became of a dbt project. */
record ReportFile(Manifest manifest, List<Converted.Table> tables, List<Remark> remarks) {
    String text() {
        StringBuilder text = new StringBuilder("# From dbt\n\nThis project was made of the dbt project "
                + code(manifest.projectName())
                + " by `hindsight init --from-dbt`. No command reads this page: it can go when the list is done.\n");
        for (Kind kind : Kind.values()) {
            List<Remark> those =
                    remarks.stream().filter(remark -> remark.kind() == kind).toList();
            if (!those.isEmpty()) {
                text.append("\n## ").append(kind.title()).append("\n\n");
                those.forEach(remark -> text.append(line(remark)));
            }
        }
        text.append("\n## Tables\n\n| here | | in dbt |\n|---|---|---|\n");
        tables.forEach(table -> text.append("| ")
                .append(code(table.name()))
                .append(" | ")
                .append(table.kind())
                .append(" | ")
                .append(code(table.id()))
                .append(" |\n"));
        return text.toString();
    }

    private static String line(Remark remark) {
        String subjects = remark.subjects().stream().map(ReportFile::code).collect(Collectors.joining(", "));
        return "- **" + remark.topic() + "**: " + subjects + ". " + remark.text() + "\n";
    }

    private static String code(String text) {
        return "`" + text.replace("`", "'").replace("|", "\\|").replaceAll("\\p{Cntrl}", " ") + "`";
    }
}
