package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process does when it is told to stop. */
class SignalTest {
    private static final String ENDLESS =
            "SELECT count(*) AS n FROM orders, range(1000000) a, range(1000000) b WHERE a.range % 7 = b.range % 11";

    private ShopFolder shop;

    @BeforeEach
    void project(@TempDir Path folder) throws IOException {
        shop = new ShopFolder(folder);
        shop.write("hindsight.yml", "name: shop\nsources: {orders: {key: [id], load: upsert}}\n");
        shop.write("orders.csv", "id,v\n1,1\n2,2\n");
        assertThat(shop.run("load", "orders", "orders.csv")).isEqualTo(Exit.DONE);
    }

    @Test
    void anInterruptedQuerySaysWhereTheWarehouseStands() throws Exception {
        interrupt("SELECT version FROM w.hindsight.format", "query", ENDLESS);
    }

    @Test
    void anInterruptedApplyPublishesNothing() throws Exception {
        shop.write("models/doubled.sql", "SELECT id, 2 * v AS v FROM orders");
        shop.write("models/endless.sql", ENDLESS.replace("orders", "doubled"));
        interrupt("compute endless", "apply");

        assertThat(shop.run("log")).isEqualTo(Exit.DONE);
        assertThat(shop.text()).contains("#1").doesNotContain("#2");
        assertThat(shop.run("verify")).isEqualTo(Exit.DONE);
        shop.write("models/endless.sql", "SELECT count(*) AS n FROM doubled");
        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
        assertThat(shop.run("query", "FROM endless")).isEqualTo(Exit.DONE);
        assertThat(shop.text()).isEqualTo("n\n2\n(1 row)\n");
    }

    /** @param logged what the command's log says when it is where it is to be interrupted */
    private void interrupt(String logged, String... words) throws Exception {
        try (JavaProcess process = shop.start(words)) {
            shop.awaitLog(process, logged);
            process.interrupt();
            assertThat(process.exit()).isEqualTo(130);
            assertThat(process.errors())
                    .startsWith("Cannot finish: the command was interrupted")
                    .contains("at its last commit")
                    .doesNotContain("\tat ");
        }
    }
}
