package hindsight.plan;

import static hindsight.plan.Shop.MORNING;
import static hindsight.plan.Shop.settings;
import static hindsight.plan.Shop.text;
import static org.assertj.core.api.Assertions.assertThat;

import hindsight.history.Update.LogicText;
import hindsight.problem.Problem;
import hindsight.project.Materialization;
import hindsight.project.ModelDefinition.ModelSettings;
import hindsight.relation.canonical.InexactInputs;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import hindsight.schema.Schema;
import hindsight.time.EffectiveRange;
import hindsight.time.Timeline;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
    @Test
    void buildsNewModelsInOrder() {
        Plan plan = new Shop()
                .source("orders")
                .loaded("orders", 1, 500)
                .model("daily", "a", "orders")
                .model("monthly", "b", "daily")
                .plan();

        assertThat(plan.models()).extracting(ModelPlan::change).containsExactly(new Change.New(), new Change.New());
        assertThat(plan.models()).extracting(ModelPlan::strategy).containsOnly(Strategy.FULL);
        assertThat(only(plan, "daily").estimate()).isEqualTo(new Estimate(OptionalLong.of(500), OptionalLong.empty()));
        assertThat(only(plan, "monthly").estimate().reads()).isEmpty();
        assertThat(only(plan, "daily").goal()).hasValueSatisfying(goal -> {
            assertThat(goal.declared()).isEqualTo(Timeline.always(text("a", "orders")));
            assertThat(goal.definition().inexact()).containsExactly("v");
            assertThat(goal.defines()).isTrue();
        });
    }

    @Test
    void readsOnlyTextsWhoseExactColumnsMayBeOthers() {
        List<String> asked = new ArrayList<>();
        Texts exact = new Texts() {
            @Override
            public boolean isReworded(String model) {
                return false;
            }

            @Override
            public Set<String> inexact(String model, LogicText text, Schema schema, InexactInputs inputs) {
                asked.add(model);
                return model.equals("daily") ? Set.of() : Set.of("v");
            }
        };

        Plan plan = new Shop()
                .source("orders")
                .loaded("orders", 1, 500)
                .model("daily", "now", "orders")
                .appliedAs("before", "before", 2)
                .model("other", "b", "orders")
                .applied(2, 3)
                .view("seen", "c", "daily")
                .applied(2, 0)
                .model("monthly", "d", "seen")
                .applied(2, 3)
                .model("yearly", "e", "monthly")
                .applied(2, 3)
                .plan(exact);

        assertThat(asked).containsExactly("daily", "seen", "monthly");
        assertThat(only(plan, "daily").reason())
                .isEqualTo("its SQL or a variable in it changed; column v is exact now");
        assertThat(only(plan, "seen").goal().orElseThrow().definition().inexact())
                .containsExactly("v");
        assertThat(only(plan, "other").isPending()).isFalse();
    }

    @Test
    void leavesUnchangedModelsAlone() {
        Plan plan = shop().plan();

        assertThat(plan.isPending()).isFalse();
        assertThat(plan.models()).extracting(ModelPlan::change).containsOnly(new Change.Unchanged());
        assertThat(plan.models()).extracting(ModelPlan::strategy).containsOnly(Strategy.NONE);
    }

    @Test
    void namesInputsThatChangedAndTheirCommit() {
        Plan plan = new Shop()
                .source("orders")
                .loaded("orders", 7, 500)
                .model("daily", "a", "orders")
                .applied(2, 10)
                .model("monthly", "b", "daily")
                .applied(2, 3)
                .plan();

        assertThat(only(plan, "daily").change())
                .isEqualTo(new Change.InputsChanged(List.of(new Change.InputsChanged.Input("orders", "", 7))));
        assertThat(only(plan, "daily").reason()).isEqualTo("orders changed in #7");
        assertThat(only(plan, "monthly").change()).isEqualTo(new Change.Upstream(List.of("daily")));
        assertThat(only(plan, "daily").estimate()).isEqualTo(new Estimate(OptionalLong.of(500), OptionalLong.of(10)));
    }

    @Test
    void looksThroughViewsAtWhatChanged() {
        Plan plan = new Shop()
                .source("orders")
                .loaded("orders", 7, 500)
                .view("clean", "a", "orders")
                .applied(2, 0)
                .model("daily", "b", "clean")
                .applied(2, 10)
                .plan();

        assertThat(only(plan, "clean").strategy()).isEqualTo(Strategy.NONE);
        assertThat(only(plan, "clean").isPending()).isTrue();
        assertThat(only(plan, "daily").strategy()).isEqualTo(Strategy.FULL);
        assertThat(only(plan, "daily").reason()).startsWith("orders (through clean) changed in #7");
    }

    @Test
    void readsAViewThatWasAppliedLaterAsChanged() {
        Plan plan = new Shop()
                .source("orders")
                .loaded("orders", 1, 500)
                .view("clean", "a", "orders")
                .applied(9, 9, 0)
                .model("daily", "b", "clean")
                .applied(2, 10)
                .plan();

        assertThat(only(plan, "clean").isPending()).isFalse();
        assertThat(only(plan, "daily").reason()).isEqualTo("clean changed in #9");
    }

    @Test
    void letsAnEditPassWhereNoEffectiveTimeIsDeclared() {
        Plan plan = new Shop().model("daily", "new").appliedAs("old", "old", 2).plan();

        assertThat(only(plan, "daily").change())
                .isEqualTo(new Change.LogicChanged(
                        "its SQL or a variable in it changed", List.of(EffectiveRange.ALWAYS), List.of()));
        assertThat(plan.refusals()).isEmpty();
        assertThat(only(plan, "daily").goal()).hasValueSatisfying(goal -> {
            assertThat(goal.inForce()).isEqualTo(Timeline.always(text("new")));
            assertThat(goal.setsLogic()).isTrue();
            assertThat(goal.defines()).isFalse();
        });
    }

    @Test
    void refusesToRestateHistoryWithoutLeave() {
        Shop shop = new Shop()
                .model("daily", "new", settings("d", Materialization.TABLE))
                .appliedAs("old", "old", 2);

        assertThat(shop.plan().refusals()).extracting(Problem::code).containsExactly("restatement");
        Plan allowed = shop.plan(shop.allowing(Set.of("Daily"), Set.of()));
        assertThat(allowed.refusals()).isEmpty();
        assertThat(only(allowed, "daily").range()).contains(EffectiveRange.ALWAYS);
    }

    @Test
    void holdsBackWhatIsNotInForceThoughDeclared() {
        Plan plan = new Shop().model("daily", "old").appliedAs("new", "old", 2).plan(Map.of("daily", "new"));

        assertThat(only(plan, "daily").change()).isEqualTo(new Change.HeldBack("undo #2"));
        assertThat(only(plan, "daily").isPending()).isFalse();
        assertThat(only(plan, "daily").goal())
                .hasValueSatisfying(goal -> assertThat(goal.inForce()).isEqualTo(Timeline.always(text("old"))));
    }

    @Test
    void tellsDifferencesOfTheDefinition() {
        Schema wider = Schema.of(
                new Column("id", DataType.BIGINT),
                new Column("d", DataType.TIMESTAMP),
                new Column("w", DataType.VARCHAR));
        Plan plan = shop().columns("daily", wider).plan();

        assertThat(only(plan, "daily").change())
                .isEqualTo(new Change.DefinitionChanged(
                        List.of("column d becomes TIMESTAMP from DATE", "column w added", "column v removed")));
    }

    @Test
    void switchesFromTableToViewWithoutComputing() {
        Shop shop = new Shop().model("daily", "a").applied(2, 10).vanished().view("daily", "a");

        assertThat(only(shop.plan(), "daily").reason()).isEqualTo("now a view");
        assertThat(only(shop.plan(), "daily").strategy()).isEqualTo(Strategy.NONE);
    }

    @Test
    void followsTheDateOnlyWhenADayHasPassed() {
        Shop shop = new Shop().model("daily", "current_date()").applied(2, 10);

        assertThat(shop.plan(MORNING.plus(Duration.ofHours(10))).isPending()).isFalse();
        assertThat(only(shop.plan(MORNING.plus(Duration.ofHours(20))), "daily").change())
                .isEqualTo(new Change.ClockMoved(MORNING, true));
    }

    @Test
    void followsTheTimeAlways() {
        Plan plan = new Shop().model("daily", "now()").applied(2, 10).plan(MORNING.plusSeconds(1));

        assertThat(only(plan, "daily").change()).isEqualTo(new Change.ClockMoved(MORNING, false));
    }

    @Test
    void refusesAVanishedModelUntilItIsDropped() {
        Shop shop = new Shop().model("daily", "a").applied(2, 10).vanished();

        assertThat(shop.plan().refusals()).extracting(Problem::code).containsExactly("vanished");
        assertThat(only(shop.plan(), "daily").change()).isEqualTo(new Change.Vanished());
        Plan dropped = shop.plan(shop.allowing(Set.of(), Set.of("daily")));
        assertThat(dropped.refusals()).isEmpty();
        assertThat(only(dropped, "daily").change()).isEqualTo(new Change.Dropped());
    }

    @Test
    void continuesTheHistoryOfARenamedModel() {
        ModelSettings settings = new ModelSettings(
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Materialization.TABLE,
                List.of(),
                Optional.of("daily"),
                false,
                false,
                Map.of());
        Plan plan = new Shop()
                .model("daily", "a")
                .applied(2, 10)
                .vanished()
                .model("per_day", "a", settings)
                .plan();

        assertThat(plan.models()).hasSize(1);
        assertThat(only(plan, "per_day").change()).isEqualTo(new Change.Renamed("daily"));
        assertThat(only(plan, "per_day").strategy()).isEqualTo(Strategy.NONE);
        assertThat(plan.isPending()).isTrue();
    }

    @Test
    void namesWhatMustBeSelectedToo() {
        Plan plan = new Shop()
                .model("daily", "a")
                .model("monthly", "b", "daily")
                .plan(new PlanRequest(
                        Optional.of(Set.of("monthly")), Optional.empty(), Set.of(), Set.of(), MORNING, ZoneOffset.UTC));

        assertThat(plan.models()).hasSize(1);
        assertThat(plan.errors()).extracting(Problem::code).containsExactly("not-built");
    }

    @Test
    void plansChangedSourcesLikeModels() {
        Plan plan = new Shop().source("orders", "id").loaded("orders", 1, 500).plan();

        assertThat(plan.sources()).singleElement().satisfies(source -> {
            assertThat(source.differences()).containsExactly("key [] becomes [id]");
            assertThat(source.keyChanged()).isTrue();
        });
    }

    @Test
    void refusesASourceWithAnUnknownKey() {
        Plan plan = new Shop().source("orders", "nr").loaded("orders", 1, 500).plan();

        assertThat(plan.errors()).extracting(Problem::code).containsExactly("unknown-column");
    }

    private static Shop shop() {
        return new Shop()
                .source("orders")
                .loaded("orders", 1, 500)
                .model("daily", "a", "orders")
                .applied(2, 10)
                .model("monthly", "b", "daily")
                .applied(2, 3);
    }

    private static ModelPlan only(Plan plan, String model) {
        return plan.model(model).orElseThrow();
    }
}
