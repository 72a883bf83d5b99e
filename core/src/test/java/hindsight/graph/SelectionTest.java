package hindsight.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hindsight.problem.Location;
import hindsight.problem.SourceText;
import hindsight.problem.UsageException;
import hindsight.project.CsvOptions;
import hindsight.project.LoadKind;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.project.SourceDefinition;
import hindsight.project.SqlText;
import hindsight.sql.ParsedQuery;
import hindsight.time.Timeline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
    /** orders → staged → daily → top n, orders → other, and daily also reads other. */
    private static final Graph GRAPH = new Graph(
            List.of(source("orders"), source("unused")),
            List.of(
                    model("other", "models/other.sql", Set.of(), "orders"),
                    model("staged", "models/staging/staged.sql", Set.of("hot", "Raw"), "orders"),
                    model("daily", "models/marts/daily.sql", Set.of("hot"), "staged", "other"),
                    model("top n", "models/marts/top n.sql", Set.of(), "daily")));

    @Test
    void picksByName() {
        assertThat(select("daily")).containsExactly("daily");
        assertThat(select("DAILY")).containsExactly("daily");
        assertThat(select("top n")).containsExactly("top n");
        assertThat(select("\"top n\"")).containsExactly("top n");
    }

    @Test
    void picksWhatAModelBuildsOn() {
        assertThat(select("+daily")).containsExactly("other", "staged", "daily");
        assertThat(select("+other")).containsExactly("other");
        assertThat(select("+\"top n\"")).containsExactly("other", "staged", "daily", "top n");
    }

    @Test
    void picksWhatBuildsOnAModel() {
        assertThat(select("staged+")).containsExactly("staged", "daily", "top n");
        assertThat(select("+daily+")).containsExactly("other", "staged", "daily", "top n");
    }

    @Test
    void picksWhatBuildsOnASource() {
        assertThat(select("orders+")).containsExactly("other", "staged", "daily", "top n");
        assertThat(select("unused+")).isEmpty();
    }

    @Test
    void picksByTagAndPath() {
        assertThat(select("tag:hot")).containsExactly("staged", "daily");
        assertThat(select("tag:RAW+")).containsExactly("staged", "daily", "top n");
        assertThat(select("path:models/marts")).containsExactly("daily", "top n");
        assertThat(select("path:./models/marts/")).containsExactly("daily", "top n");
        assertThat(select("path:\"models/marts/top n.sql\"")).containsExactly("top n");
        assertThat(select("+path:models/staging/staged.sql")).containsExactly("staged");
    }

    @Test
    void severalWordsPickWhatAnyPicks() {
        assertThat(select("staged other")).containsExactly("other", "staged");
        assertThat(select(" staged,, \"top n\" , tag:hot ")).containsExactly("staged", "daily", "top n");
    }

    @Test
    void tellsOfEveryWordThatPicksNothing() {
        assertThat(problems("dayly staged tag:hott path:models/mart path:elsewhere"))
                .isEqualTo("""
                        Cannot select 'dayly': there is no model of this name
                          Did you mean daily?
                        Cannot select 'tag:hott': no model has this tag
                          Did you mean tag:hot?
                        Cannot select 'path:models/mart': no model lies there
                          Did you mean path:models/marts?
                        Cannot select 'path:elsewhere': no model lies there
                          Write a folder or file as it is named from the project, such as path:models/staging""");
        assertThat(problems("orders")).isEqualTo("""
                        Cannot select 'orders': orders is a source
                          To select the models that build on it write orders+""");
        assertThat(problems("+")).startsWith("Cannot select '+': there is no model of this name");
        assertThat(problems("\"top")).startsWith("Cannot select '\"top': there is no model of this name");
        assertThat(problems(" , ")).isEqualTo("""
                        Cannot select models: nothing is named
                          Write a model, +model, model+, tag:x or path:models/x""");
    }

    private static Set<String> select(String text) {
        return Selection.of(text).models(GRAPH);
    }

    private static String problems(String text) {
        return catchThrowableOfType(UsageException.class, () -> select(text)).getMessage();
    }

    private static SourceDefinition source(String name) {
        return new SourceDefinition(
                name,
                List.of(),
                Optional.empty(),
                LoadKind.APPEND,
                Optional.empty(),
                Optional.empty(),
                CsvOptions.SNIFFED,
                List.of(),
                Location.ofFile("hindsight.yml"));
    }

    private static Model model(String name, String path, Set<String> tags, String... inputs) {
        ModelSettings settings = new ModelSettings(
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Materialization.TABLE,
                List.copyOf(tags),
                Optional.empty(),
                false,
                false,
                Map.of());
        SqlText sql = SqlText.of(path, "SELECT 1");
        ParsedQuery query = new ParsedQuery(sql, List.of(), List.of(), List.of(), "");
        return new Model(
                new ModelDefinition(name, path, new SourceText(path, sql.text()), settings, Timeline.always(sql)),
                Timeline.always(query),
                query,
                List.of(inputs));
    }
}
