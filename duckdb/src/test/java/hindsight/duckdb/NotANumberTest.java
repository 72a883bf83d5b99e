package hindsight.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.plan.Strategy;
import hindsight.run.PlanOptions;
import hindsight.run.Progress;
import hindsight.run.Verify;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is divided by zero is remembered as what it is: where it is computed, its sign may differ from that of its history. */
class NotANumberTest {
    @TempDir
    Path folder;

    @Test
    void followsAQuotientOfZeros() {
        ShopFolder shop = new ShopFolder(folder).model("ratio", """
                SELECT a.n::DECIMAL(15, 4) / b.n::DECIMAL(15, 4) AS r
                FROM (SELECT count(*) AS n FROM orders WHERE k = 1) a, (SELECT count(*) AS n FROM orders WHERE k = 2) b""");
        for (String rows : List.of("(1, 1), (2, 2)", "(1, 3)", "(1, 2)", "(1, 1)", "(1, 3)", "(1, 1), (2, 2)")) {
            shop.load("SELECT id::INTEGER AS id, k::INTEGER AS k FROM (VALUES " + rows + ") t(id, k)");
            shop.apply(new PlanOptions(Optional.empty(), Optional.of(Strategy.DELTA), Set.of(), Set.of()));

            Verify.Result result = shop.in(
                    Progress.SILENT,
                    workspace ->
                            new Verify(workspace).run(new Verify.Request(Optional.empty(), Optional.empty(), false)));

            assertThat(result.tables()).as(rows).allMatch(Verify.Table::isEqual);
        }
    }
}
