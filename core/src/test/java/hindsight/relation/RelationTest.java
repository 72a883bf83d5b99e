package hindsight.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import hindsight.relation.Expression.Reference;
import hindsight.schema.Column;
import hindsight.schema.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelationTest {
    private static final Relation ORDERS =
            new Relation.Scan("orders", List.of(new Column("id", DataType.BIGINT), new Column("day", DataType.DATE)));
    private static final Reference ID = new Reference(0, DataType.BIGINT);
    private static final Expression POSITIVE =
            new Expression.Comparison(Comparator.GREATER, ID, new Expression.Constant("0", DataType.BIGINT));

    @Test
    void cannotReferToWhatItsInputDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Project(ORDERS, List.of(new Reference(2, DataType.DATE))))
                .withMessage("column 2 is not of type DATE but missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Project(ORDERS, List.of(new Reference(1, DataType.BIGINT))))
                .withMessage("column 1 is not of type BIGINT but DATE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Filter(ORDERS, List.of(ID)))
                .withMessage("a condition of type BIGINT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SetOperation(
                        SetOperation.Kind.UNION, true, List.of(ORDERS, Project.columns(ORDERS, List.of(0)))))
                .withMessage("UNION of [BIGINT, DATE] and [BIGINT]");
    }

    @Test
    void numbersTheColumnsOfJoinsFromLeftToRight() {
        Expression same = new Expression.Comparison(Comparator.EQUAL, ID, new Reference(2, DataType.BIGINT));

        assertThat(new Join(JoinKind.LEFT, ORDERS, ORDERS, List.of(same)).columns())
                .containsExactly(DataType.BIGINT, DataType.DATE, DataType.BIGINT, DataType.DATE);
        assertThat(new Join(JoinKind.SEMI, ORDERS, ORDERS, List.of(same)).columns())
                .hasSize(2);
        assertThat(new Join(JoinKind.MARK, ORDERS, ORDERS, List.of(same)).columns())
                .endsWith(DataType.BOOLEAN);
    }

    @Test
    void staysSharedWhenItIsRewritten() {
        Relation positive = new Filter(ORDERS, List.of(POSITIVE));
        Relation both = new SetOperation(SetOperation.Kind.UNION, true, List.of(positive, positive));

        Relation changed = Traversal.rewrite(
                both, relation -> relation instanceof Filter filter ? new Distinct(filter) : relation);

        assertThat(changed.inputs().get(0))
                .isInstanceOf(Distinct.class)
                .isSameAs(changed.inputs().get(1));
        assertThat(Traversal.rewrite(both, relation -> relation)).isSameAs(both);
    }

    @Test
    void isWalkedInTimeWhereMuchIsShared() {
        Relation relation = ORDERS;
        for (int i = 0; i < 200; i++) {
            relation = new SetOperation(SetOperation.Kind.UNION, false, List.of(relation, relation));
        }

        assertThat(Traversal.upward(relation)).hasSize(201);
        assertThat(RelationPrinter.print(relation).lines()).hasSize(401);
    }
}
