package hindsight.run;

import hindsight.graph.Model;
import hindsight.problem.Location;
import hindsight.problem.Problem;
import hindsight.project.SqlText;
import hindsight.sql.Token;
import hindsight.sql.Tokens;
import hindsight.time.Timeline.Segment;
import java.util.List;

/** Tells what the engine says of a model's SQL that fails over its rows as a problem of the model. */
final class RowFault {
    private RowFault() {}

    static Problem of(Model model, Problem problem) {
        Location place = problem.place().orElseGet(() -> place(model));
        String message = problem.message().replaceFirst("^Cannot run (the|a) query", "Cannot compute " + model.name());
        return new Problem(problem.code(), problem.severity(), place, message, problem.hint());
    }

    /** The line in which the SQL begins: where in it rows fail, the engine does not tell; nor in which of several sections. */
    private static Location place(Model model) {
        List<Segment<SqlText>> sections = model.definition().timeline().segments();
        if (sections.size() > 1) {
            return model.definition().location();
        }
        SqlText sql = sections.get(0).value();
        Token first = Tokens.of(sql.text()).get(0);
        Location place = sql.locate(first.start(), first.length());
        return new Location(place.file(), place.line(), 0, 0, "");
    }
}
