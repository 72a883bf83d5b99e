package hindsight.duckdb;

import hindsight.json.JsonTree;
import hindsight.problem.InvalidException;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.problem.UsageException;
import hindsight.time.Position;
import hindsight.time.Positions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the position of {@code AT (VERSION => …)} and {@code AT (TIMESTAMP => …)}. */
final class AtClause {
    private static final String FORMS =
            "Write a seq as in AT (VERSION => 12), a tag as in AT (VERSION => 'closing'), or AT (TIMESTAMP => '2025-03-05 10:00').";
    private static final List<String> MOMENT_TYPES =
            List.of("date", "timestamp", "timestamptz", "timestamp with time zone", "datetime");

    private final Positions positions;
    private final String table;

    AtClause(Positions positions, String table) {
        this.positions = positions;
        this.table = table;
    }

    Position read(JsonTree clause, Location place) {
        boolean moment = clause.at("unit").text().equals("TIMESTAMP");
        String text =
                literal(clause.at("expr")).orElseThrow(() -> invalid(place, "it must be written out, not computed"));
        Position position = position(text, place);
        if (moment && !(position instanceof Position.Moment)) {
            throw invalid(place, "'" + text + "' is not a moment");
        }
        return position;
    }

    private Position position(String text, Location place) {
        try {
            return positions.position(text);
        } catch (UsageException e) {
            String message = e.problems().get(0).message();
            throw invalid(place, message.substring(message.indexOf(':') + 1).strip());
        }
    }

    private static Optional<String> literal(JsonTree expression) {
        boolean castToMoment = expression.at("class").text().equals("CAST")
                && MOMENT_TYPES.contains(
                        expression.at("type_expr").at("type_name").text().toLowerCase(Locale.ROOT));
        JsonTree constant = castToMoment ? expression.at("child") : expression;
        JsonTree literal = constant.at("literal");
        // An empty text is left out of the tree.
        boolean known = constant.at("class").text().equals("CONSTANT")
                && (literal.has("text") || literal.at("kind").text().equals("STRING"));
        return known ? Optional.of(literal.at("text").text()) : Optional.empty();
    }

    private InvalidException invalid(Location place, String reason) {
        return new InvalidException(
                Problem.error("bad-position", place, "Cannot read " + table + " at that position: " + reason, FORMS));
    }
}
