package hindsight.cli;

import hindsight.history.RowStep.Cell;
import hindsight.run.History.Event;
import java.util.stream.Collectors;

/** What a commit did to a row, cell by cell. */
final class EventCells {
    private EventCells() {}

    static void writeJson(Event event, JsonOutput json) {
        json.objects("cells", event.cells(), cell -> {
            json.field("column", cell.column());
            json.field("old", cell.before());
            json.field("new", cell.after());
        });
    }

    /** @param named whether each cell is told with its column */
    static String text(Event event, boolean named) {
        return event.cells().stream()
                .map(cell -> (named ? cell.column() + " " : "") + values(event, cell))
                .collect(Collectors.joining(", "));
    }

    private static String values(Event event, Cell cell) {
        return switch (event.step().kind()) {
            case ADDED -> DisplayText.of(cell.after());
            case RETRACTED -> DisplayText.of(cell.before());
            case CHANGED -> DisplayText.of(cell.before()) + " -> " + DisplayText.of(cell.after());
        };
    }
}
