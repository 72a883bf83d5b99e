package hindsight.sql.writer;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names DuckDB reads as they are. */
public final class DuckWords {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KEYWORDS = Set.of("""
            all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create default deferrable
            desc describe distinct do else end except false fetch for foreign from group having in initially intersect into lambda lateral
            leading limit not null offset on only or order pivot pivot_longer pivot_wider placing primary qualify references returning
            select show some summarize symmetric table then to trailing true union unique unpivot using variadic when where window with
            between bigint bit boolean char character coalesce columns dec decimal exists extract float generated grouping grouping_id
            inout int integer interval map national nchar none nullif numeric out overlay position precision real row setof smallint
            struct substring time timestamp treat trim try_cast tuple values varchar xmlattributes xmlconcat xmlelement xmlexists
            xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable anti asof at authorization binary by collation
            concurrently cross freeze full glob ilike inner is isnull join left like natural notnull outer overlaps positional right semi
            similar tablesample unpack verbose current_date current_time current_timestamp localtime localtimestamp user current_user
            session_user current_role current_catalog current_schema unnest error""".split("\\s+"));

    private DuckWords() {}

    /** Whether a name means itself where it stands without quotes, as a table, a column or an alias. */
    public static boolean isPlain(String name) {
        return PLAIN.matcher(name).matches() && !KEYWORDS.contains(name);
    }
}
