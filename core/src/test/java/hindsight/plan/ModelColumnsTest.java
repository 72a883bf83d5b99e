package hindsight.plan;

import static hindsight.plan.Shop.COLUMNS;
import static hindsight.plan.Shop.MORNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hindsight.problem.InvalidException;
import hindsight.problem.Problem;
import hindsight.project.Materialization;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.sql.Binder;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelColumnsTest {
    private final List<String> bound = new ArrayList<>();

    /** Gives every query the same columns, or fails where the text says so. */
    private final Binder binder = (query, inputs) -> {
        bound.add(query.sql().text());
        if (query.sql().text().equals("broken")) {
            throw new InvalidException(Problem.error("unknown-column", "Cannot bind it", ""));
        }
        return COLUMNS;
    };

    @Test
    void bindsNothingThatIsAsRemembered() {
        Shop shop = shop();

        assertThat(find(shop)).containsEntry("daily", COLUMNS).containsEntry("monthly", COLUMNS);
        assertThat(bound).isEmpty();
    }

    @Test
    void bindsWhatWasEdited() {
        Shop shop = new Shop().source("orders").loaded("orders", 1, 5).model("daily", "new", "orders");
        shop.appliedAs("old", "old", 2);

        find(shop);

        assertThat(bound).containsExactly("new");
    }

    @Test
    void bindsWhatReadsAnInputOfOtherColumns() {
        Shop shop = new Shop()
                .source("orders")
                .loaded("orders", 7, 5)
                .model("daily", "a", "orders")
                .applied(2, 1)
                .model("monthly", "b", "daily")
                .applied(2, 1);

        find(shop);

        assertThat(bound).containsExactly("a");
    }

    @Test
    void keepsTheColumnsOfWhatIsHeldBack() {
        Shop shop = new Shop().source("orders").loaded("orders", 1, 5).model("daily", "old", "orders");
        shop.appliedAs("new", "old", 2);

        assertThat(find(shop)).containsEntry("daily", COLUMNS);
        assertThat(bound).isEmpty();
    }

    @Test
    void tellsAllProblemsOnceAndLeavesOutWhatFollowsFromThem() {
        Shop shop = new Shop()
                .source("orders")
                .source("late")
                .loaded("orders", 1, 5)
                .model("a", "broken", "orders")
                .model("b", "fine", "a")
                .model("c", "fine", "late")
                .model("d", "fine too", "late");

        assertThatThrownBy(() -> find(shop))
                .isInstanceOfSatisfying(
                        InvalidException.class,
                        failure -> assertThat(failure.problems())
                                .extracting(Problem::code)
                                .containsExactly("unknown-column", "never-loaded"));
    }

    @Test
    void suggestsTheColumnThatASettingMeant() {
        Shop shop = new Shop().model("daily", "a", Shop.keyed("ic"));

        assertThatThrownBy(() -> find(shop))
                .hasMessageContaining("Cannot use column 'ic' as key of daily: its SQL gives no such column")
                .hasMessageContaining("Did you mean id?");
    }

    @Test
    void wantsADateAsEffective() {
        Shop shop = new Shop().model("daily", "a", Shop.settings("id", Materialization.TABLE));

        assertThatThrownBy(() -> find(shop)).hasMessageContaining("it is BIGINT, not DATE or TIMESTAMP");
    }

    @Test
    void countsEveryFloatingColumnAsInexact() {
        Schema schema = Schema.of(
                new Column("a", DataType.BIGINT),
                new Column("b", DataType.DOUBLE),
                new Column("c", new DataType("STRUCT(x FLOAT, y INTEGER)")),
                new Column("d", new DataType("DOUBLE[]")));

        assertThat(Definitions.floating(schema)).containsExactlyInAnyOrder("b", "c", "d");
    }

    private Map<String, Schema> find(Shop shop) {
        return ModelColumns.find(shop.graph(), shop.memory(), PlanRequest.of(MORNING, ZoneOffset.UTC), binder);
    }

    private static Shop shop() {
        return new Shop()
                .source("orders")
                .loaded("orders", 1, 5)
                .model("daily", "a", "orders")
                .applied(2, 1)
                .model("monthly", "b", "daily")
                .applied(2, 1);
    }
}
