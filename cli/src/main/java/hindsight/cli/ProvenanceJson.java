package hindsight.cli;

import hindsight.run.Provenance.Input;
import hindsight.run.Provenance.Load;
import hindsight.run.Provenance.Origin;
import hindsight.run.Provenance.Section;
import hindsight.run.Provenance.Table;
import hindsight.time.EffectiveRange;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rows are made of, as data. */
final class ProvenanceJson {
    private ProvenanceJson() {}

    static void write(Table table, JsonOutput json) {
        List<String> names = table.sample().schema().names();
        json.object(() -> {
            json.field("name", table.name());
            json.field("kind", table.role());
            json.field("as_of", table.seq());
            json.field("rows", table.rows());
            json.field("of", table.of() < 0 ? null : table.of());
            json.field("key", table.key());
            ColumnsJson.write(table.sample().schema(), Set.of(), json);
            json.field("largest_by", table.sample().by().map(by -> by.text()));
            json.name("sample").array(table.sample().rows(), row -> ColumnsJson.row(names, row, json));
            table.origin().ifPresent(origin -> write(origin, json));
        });
    }

    private static void write(Origin origin, JsonOutput json) {
        if (origin instanceof Origin.Loads loads) {
            json.name("loads").array(loads.loads(), load -> write(load, json));
            json.field("more_loads", loads.more());
        } else if (origin instanceof Origin.Logic logic) {
            json.field("basis", logic.basis());
            json.field("clock", logic.clock());
            json.name("logic").array(logic.sections(), section -> write(section, json));
        }
    }

    private static void write(Load load, JsonOutput json) {
        json.object(() -> {
            CommitText.writeEvent(load.commit(), json);
            json.field("rows", load.rows());
            json.objects("files", load.files(), file -> {
                json.field("path", file.path());
                json.field("hash", file.hash());
            });
        });
    }

    private static void write(Section section, JsonOutput json) {
        json.object(() -> {
            json.field("version", section.version().number());
            json.field("since", date(section.range().from()));
            json.field("until", date(section.range().to()));
            json.field("rows", section.rows());
            json.field("file", section.file());
            json.field("sql", section.version().sql());
            json.name("expression");
            section.expression()
                    .ifPresentOrElse(
                            found -> json.object(() -> {
                                json.field("column", found.column());
                                json.field("sql", found.sql());
                                json.field("written", found.written());
                            }),
                            () -> json.value(null));
            json.name("inputs").array(section.inputs(), input -> write(input, json));
            json.field("proof", section.proof());
            json.field("reason", section.reason());
        });
    }

    private static void write(Input input, JsonOutput json) {
        json.object(() -> {
            json.field("table", input.table());
            json.field("rows", input.rows());
            json.field("extent", input.extent());
        });
    }

    private static @Nullable String date(@Nullable LocalDateTime moment) {
        return moment == null ? null : EffectiveRange.shown(moment);
    }
}
