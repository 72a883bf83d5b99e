package hindsight.dbt;

import hindsight.sql.Token;
import hindsight.sql.Tokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that a source of dbt-duckdb means: {@code 'data/orders-*.csv'}, or a call such as
 * {@code read_csv('data/orders.csv', delim = ';')}.
 *
 * @param pattern of the files, as written
 * @param csv settings of ours that the call's options say
 */
record OutsideFiles(String pattern, Map<String, String> csv) {
    private static final Set<String> CALLS = Set.of(
            "read_csv", "read_csv_auto", "read_parquet", "parquet_scan", "read_json", "read_json_auto", "read_ndjson");
    private static final Map<String, String> OPTIONS = Map.of(
            "delim", "delimiter",
            "sep", "delimiter",
            "delimiter", "delimiter",
            "header", "header",
            "nullstr", "null",
            "dateformat", "date_format",
            "timestampformat", "timestamp_format",
            "quote", "quote",
            "escape", "escape",
            "encoding", "encoding");
    private static final Set<String> WITHOUT_MEANING = Set.of("auto_detect", "sample_size");

    /** Nothing where the text means something else, or says more than our settings can. */
    static Optional<OutsideFiles> of(String relation) {
        List<Token> tokens = Tokens.of(relation);
        if (tokens.size() == 1) {
            return text(tokens.get(0)).flatMap(pattern -> local(pattern, Map.of()));
        }
        boolean call = tokens.size() >= 4
                && CALLS.contains(tokens.get(0).text().toLowerCase(Locale.ROOT))
                && tokens.get(1).is("(")
                && Brackets.closing(tokens, 1) == tokens.size() - 1;
        return call ? call(tokens) : Optional.empty();
    }

    private static Optional<OutsideFiles> call(List<Token> tokens) {
        Map<String, String> csv = new LinkedHashMap<>();
        int at = 3;
        while (at < tokens.size() - 1) {
            boolean option = at + 3 < tokens.size()
                    && tokens.get(at).is(",")
                    && tokens.get(at + 2).is("=");
            if (!option) {
                return Optional.empty();
            }
            String name = tokens.get(at + 1).text().toLowerCase(Locale.ROOT);
            Token value = tokens.get(at + 3);
            if (OPTIONS.containsKey(name)) {
                csv.put(OPTIONS.get(name), text(value).orElse(value.text()).replace("\\t", "\t"));
            } else if (!WITHOUT_MEANING.contains(name)) {
                return Optional.empty();
            }
            at += 4;
        }
        return text(tokens.get(2)).flatMap(pattern -> local(pattern, csv));
    }

    private static Optional<OutsideFiles> local(String pattern, Map<String, String> csv) {
        return pattern.isEmpty() || pattern.contains("://")
                ? Optional.empty()
                : Optional.of(new OutsideFiles(pattern, csv));
    }

    private static Optional<String> text(Token token) {
        return token.kind() == Token.Kind.STRING && token.text().startsWith("'")
                ? Optional.of(
                        token.text().substring(1, token.text().length() - 1).replace("''", "'"))
                : Optional.empty();
    }
}
