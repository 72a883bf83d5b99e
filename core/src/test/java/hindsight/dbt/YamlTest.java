package hindsight.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

class YamlTest {
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new FailsafeSchema()).build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain words", "", " ", "a: b", "a # b", "- a", "it's", "\"", "\\", "tab\there", "two\nlines",
                        "two\n\n  lines\n\tand a tab",
                " indented\nfirst", "end ---*/ of it", "/* comment */", "a\n/* b */", "{a}", "[a, b]", "a, b", "null",
                        "1", "ünï", "\u2028", "\u0085",
                "\uFEFFx", "a\n---\nb", "x\u0000y", "100 %", "what?", "trailing:", "*", "&a", "!", "a\r\nb", "emoji 🎈"
            })
    void meansItselfWhereverItStands(String text) {
        assertThat(read("{" + Yaml.scalar(text) + ": [" + Yaml.scalar(text) + ", " + Yaml.scalar(text) + "]}")
                        .toString())
                .isEqualTo("{" + text + "=[" + text + ", " + text + "]}");
        assertThat(Yaml.scalar(text)).doesNotContain("*/", "/*", "\n");
        String block = Yaml.text(text, "    ");
        assertThat(read("a:\n  b: " + block + "\n  c: d\n").toString()).isEqualTo("{a={b=" + text + ", c=d}}");
        assertThat(block).doesNotContain("*/", "/*");
    }

    private static Object read(String yaml) {
        return new Load(SETTINGS).loadFromString(yaml);
    }
}
