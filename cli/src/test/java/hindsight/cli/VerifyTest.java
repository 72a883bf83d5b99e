package hindsight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What damage verifying finds, and what it can mend. Table 1 is orders, table 2 days; column c1 is the first. */
class VerifyTest {
    private ShopFolder shop;

    @BeforeEach
    void warehouse(@TempDir Path folder) throws IOException {
        shop = new ShopFolder(folder);
        shop.write("hindsight.yml", "name: shop\nsources: {orders: {key: [id], load: upsert}}\n");
        shop.write(
                "models/days.sql",
                "/*---\nkey: [day]\n---*/\nSELECT day, sum(amount) AS total, avg(score::DOUBLE) AS score\n"
                        + "FROM orders GROUP BY day");
        shop.write(
                "orders.csv", "id,day,amount,score\n1,2025-03-01,10.5,0.1\n2,2025-03-01,20,0.2\n3,2025-03-02,5,0.3\n");
        shop.write("more.csv", "id,day,amount,score\n3,2025-03-02,7,0.7\n4,2025-03-03,,\n");
        assertThat(shop.run("load", "orders", "orders.csv")).isEqualTo(Exit.DONE);
        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
        assertThat(shop.run("load", "orders", "more.csv")).isEqualTo(Exit.DONE);
        assertThat(shop.run("apply", "--yes")).isEqualTo(Exit.DONE);
    }

    @Test
    void confirmsWhatIsRight() {
        assertThat(shop.run("verify")).isEqualTo(Exit.DONE);
        assertThat(shop.text()).isEqualTo("Table   Rows\ndays       3  equal\norders     4  equal\n");
        assertThat(shop.run("verify", "--at", "2")).isEqualTo(Exit.DONE);
        assertThat(shop.text()).isEqualTo("Table   Rows\ndays       2  equal\norders     3  equal\n");
    }

    @Test
    void findsAndMendsADamagedHead() throws SQLException {
        shop.tamper("UPDATE hindsight.t1_head SET c3 = 99 WHERE c1 = 2");
        shop.tamper("DELETE FROM hindsight.t1_head WHERE c1 = 4");
        assertThat(shop.run("verify", "orders")).isEqualTo(Exit.FAULT);
        assertThat(shop.text())
                .contains("should be  {id: 2, day: 2025-03-01, amount: 20.0, score: 0.2}")
                .contains("is         {id: 2, day: 2025-03-01, amount: 99.0, score: 0.2}")
                .contains("is         not there");
        assertThat(shop.told())
                .startsWith("Cannot confirm orders at #4: its head has 3 rows with digest ")
                .contains("hindsight verify orders --repair builds the head anew.");
        assertThat(shop.run("verify", "--repair")).as(shop::told).isEqualTo(Exit.DONE);
        assertThat(shop.text()).contains("orders     4  equal, head built anew");
        assertThat(shop.run("verify")).isEqualTo(Exit.DONE);
    }

    @Test
    void findsAndDropsADamagedHiddenState() throws IOException, SQLException {
        shop.write("models/sums.sql", "SELECT day, sum(amount) AS total FROM orders GROUP BY day");
        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
        shop.write("more.csv", "id,day,amount,score\n4,2025-03-03,9,\n");
        assertThat(shop.run("load", "orders", "more.csv")).isEqualTo(Exit.DONE);
        assertThat(shop.run("apply", "--strategy", "delta", "--select", "sums"))
                .as(shop::told)
                .isEqualTo(Exit.DONE);
        shop.tamper("UPDATE hindsight.s3_1 SET c2 = 99 WHERE c1 = DATE '2025-03-03'");
        assertThat(shop.run("verify", "sums")).isEqualTo(Exit.FAULT);
        assertThat(shop.text()).isEqualTo("""
                Table  Rows
                sums      3  differs

                Groups of a hidden state of sums, for example:
                  should be  {c1: 2025-03-03, c2: 9.0, c3: 1, c4: 1}
                  is         {c1: 2025-03-03, c2: 99.0, c3: 1, c4: 1}
                """);
        assertThat(shop.told()).isEqualTo("""
                Cannot confirm sums at #7: its hidden state 1 has other groups than its inputs AS OF #7 give
                  hindsight verify sums --repair drops it; an apply makes it anew.
                """);
        assertThat(shop.run("verify", "sums", "--repair")).as(shop::told).isEqualTo(Exit.DONE);
        assertThat(shop.text()).isEqualTo("Table  Rows\nsums      3  equal, hidden states dropped\n");
        assertThat(shop.run("verify")).isEqualTo(Exit.DONE);
    }

    @Test
    void findsRowsThatAreNotWhatTheirLogicGives() throws SQLException {
        shop.tamper("UPDATE hindsight.t2_plus SET c2 = 31 WHERE c1 = DATE '2025-03-01'");
        shop.tamper("UPDATE hindsight.t2_head SET c2 = 31 WHERE c1 = DATE '2025-03-01'");
        assertThat(shop.run("verify", "days", "--json")).isEqualTo(Exit.FAULT);
        assertThat(shop.text())
                .contains("\"name\":\"days\",\"equal\":false,\"rows\":3")
                .contains("\"against\":\"remembered\"")
                .doesNotContain("\"against\":\"head\"")
                .contains("\"against\":\"logic\",\"message\":\"its logic over its inputs AS OF #4 gives other rows\"");
    }

    @Test
    void keepsWhatComputedAnewComesOutOtherwise() throws IOException, SQLException {
        sumTwice();
        shop.tamper("UPDATE hindsight.t1_plus SET c3 = 99 WHERE c1 = 1 AND seq = 1");
        assertThat(shop.run("prune", "--keep", "1 commit")).as(shop::told).isEqualTo(Exit.DONE);
        assertThat(shop.text()).containsPattern("sums +kept: computed anew, it may differ");
        assertThat(shop.run("query", "FROM sums", "--as-of", "5")).isEqualTo(Exit.DONE);
    }

    private void sumTwice() throws IOException {
        shop.write("models/sums.sql", "SELECT day, sum(amount) AS total FROM orders GROUP BY day");
        assertThat(shop.run("apply")).isEqualTo(Exit.DONE);
        shop.write("more.csv", "id,day,amount,score\n1,2025-03-01,11,\n");
        assertThat(shop.run("load", "orders", "more.csv")).isEqualTo(Exit.DONE);
        assertThat(shop.run("apply", "--yes")).isEqualTo(Exit.DONE);
    }

    @Test
    void findsThatWhatWasPrunedIsNotWhatItWas() throws IOException, SQLException {
        sumTwice();
        assertThat(shop.run("prune", "--keep", "1 commit")).isEqualTo(Exit.DONE);
        assertThat(shop.run("verify", "sums", "--at", "5")).as(shop::told).isEqualTo(Exit.DONE);
        shop.tamper("UPDATE hindsight.t1_plus SET c3 = 99 WHERE c1 = 1 AND seq = 1");
        assertThat(shop.run("verify", "sums", "--at", "5")).isEqualTo(Exit.FAULT);
        assertThat(shop.told()).contains("Cannot confirm sums at #5: what was pruned differs: ");
        assertThat(shop.run("query", "FROM sums", "--as-of", "5")).isEqualTo(Exit.FAULT);
        assertThat(shop.told())
                .contains(
                        "Cannot read what sums was at #5: it was pruned, and computed anew it has 3 rows with digest ");
        assertThat(shop.run("prune", "--restore", "sums", "--at", "5")).isEqualTo(Exit.FAULT);
        assertThat(shop.told())
                .contains(
                        "Cannot restore what sums was at #5: it was pruned, and computed anew it has 3 rows with digest ");
        assertThat(shop.run("diff", "sums", "5..head", "--full")).isEqualTo(Exit.FAULT);
        assertThat(shop.told()).contains("its history before #7 was pruned");
    }

    @Test
    void acceptsInexactValuesThatAreNearEnough() throws SQLException {
        shop.tamper("UPDATE hindsight.t2_plus SET c3 = c3 * (1 + 1e-12)");
        shop.tamper("UPDATE hindsight.t2_head SET c3 = c3 * (1 + 1e-12)");
        shop.tamper("UPDATE hindsight.t2_minus SET c3 = c3 * (1 + 1e-12)");
        assertThat(shop.run("verify", "days")).isEqualTo(Exit.DONE);
        shop.tamper("UPDATE hindsight.t2_plus SET c3 = c3 * (1 + 1e-6)");
        shop.tamper("UPDATE hindsight.t2_head SET c3 = c3 * (1 + 1e-6)");
        shop.tamper("UPDATE hindsight.t2_minus SET c3 = c3 * (1 + 1e-6)");
        assertThat(shop.run("verify", "days")).isEqualTo(Exit.FAULT);
        assertThat(shop.told()).isEqualTo("""
                Cannot confirm days at #4: its logic over its inputs AS OF #4 gives other rows
                """);
    }

    @Test
    void findsAPreimageThatIsNotWhatWasAdded() throws SQLException {
        shop.tamper("UPDATE hindsight.t1_minus SET c3 = 6");
        assertThat(shop.run("verify", "orders")).isEqualTo(Exit.FAULT);
        assertThat(shop.told()).contains("what was added and retracted comes to 4 rows with digest");
        assertThat(shop.run("verify", "orders", "--repair")).isEqualTo(Exit.FAULT);
    }

    @Test
    void verifiesNothingWhereNothingIs(@TempDir Path empty) throws IOException {
        ShopFolder none = new ShopFolder(empty);
        none.write("hindsight.yml", "name: none\n");
        assertThat(none.run("verify")).isEqualTo(Exit.DONE);
        assertThat(none.text()).isEqualTo("Nothing to verify: no table stores rows at #0.\n");
        assertThat(none.run("verify", "orders")).isEqualTo(Exit.FAULT);
        assertThat(none.run("verify", "--repair")).isEqualTo(Exit.DONE);
    }
}
