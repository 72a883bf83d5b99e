package hindsight.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SqlScannerTest {
    @Test
    void tellsCodeFromWhatIsNot() {
        assertThat(scan("SELECT 'a' || \"b\" -- c\n/* d */ e"))
                .isEqualTo("<SELECT >s'a'< || >n\"b\"< >l-- c<\n>b/* d */< e>");
    }

    @Test
    void doubledQuotesDoNotClose() {
        assertThat(scan("'it''s -- '1")).isEqualTo("s'it''s -- '<1>");
        assertThat(scan("\"a\"\"b'\"1")).isEqualTo("n\"a\"\"b'\"<1>");
    }

    @Test
    void backslashesEscapeOnlyBehindE() {
        assertThat(scan("'a\\'1")).isEqualTo("s'a\\'<1>");
        assertThat(scan("E'a\\'b'1")).isEqualTo("sE'a\\'b'<1>");
        assertThat(scan("e'a\\\\'1")).isEqualTo("se'a\\\\'<1>");
        assertThat(scan("date'2025-01-01'")).isEqualTo("<date>s'2025-01-01'");
    }

    @Test
    void commentsNest() {
        assertThat(scan("/* a /* b */ c */1")).isEqualTo("b/* a /* b */ c */<1>");
    }

    @Test
    void knowsDollarQuotes() {
        assertThat(scan("$$ ' -- $$1")).isEqualTo("s$$ ' -- $$<1>");
        assertThat(scan("$x$ $$ $y$ $x$1")).isEqualTo("s$x$ $$ $y$ $x$<1>");
        assertThat(scan("$größe$ $$ $größe$1")).isEqualTo("s$größe$ $$ $größe$<1>");
        assertThat(scan("a$b$ + $1 + ${c}$")).isEqualTo("<a$b$ + $1 + ${c}$>");
    }

    @Test
    void whatIsOpenReachesToTheEnd() {
        assertThat(scan("1 'a")).isEqualTo("<1 >s'a");
        assertThat(scan("1 /* /* */")).isEqualTo("<1 >b/* /* */");
        assertThat(scan("1 $$a$")).isEqualTo("<1 >s$$a$");
        assertThat(scan("E'\\")).isEqualTo("sE'\\");
        assertThat(scan("-- a\r\n1")).isEqualTo("l-- a<\r\n1>");
    }

    @Test
    void aCarriageReturnEndsALineComment() {
        assertThat(scan("-- a\r'1'")).isEqualTo("l-- a<\r>s'1'");
    }

    @Test
    void leavesNoGaps() {
        String text = "x'1'\"2\"--3\n/*4*/$$5$$E'6' y";
        int position = 2;
        for (SqlRegion region : SqlScanner.scan(text, position)) {
            assertThat(region.start()).isEqualTo(position);
            position = region.end();
        }
        assertThat(position).isEqualTo(text.length());
    }

    /** Code in angle brackets, all else behind the first letter of its kind. */
    private static String scan(String text) {
        return SqlScanner.scan(text, 0).stream()
                .map(region -> {
                    String part = text.substring(region.start(), region.end());
                    return switch (region.kind()) {
                        case CODE -> "<" + part + ">";
                        case STRING -> "s" + part;
                        case QUOTED_NAME -> "n" + part;
                        case LINE_COMMENT -> "l" + part;
                        case BLOCK_COMMENT -> "b" + part;
                    };
                })
                .collect(Collectors.joining());
    }
}
