package hindsight.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import hindsight.json.JsonTree;
import org.junit.jupiter.api.Test;

class CompiledSqlTest {
    private final CompiledSql sql = new CompiledSql();

    CompiledSqlTest() {
        table("orders", "orders");
        table("customers", "crm_customers");
        table("select", "select");
        sql.add(Spelling.of(node("\"file\": 0, \"relation_name\": \"'data/x-*.csv'\", \"identifier\": \"x\""), "x"));
        sql.addEphemeral("paid", "paid");
        sql.addEphemeral("late", "late");
    }

    @Test
    void namesTablesAsTheyAreHere() {
        becomes("select * from \"db\".\"main\".\"orders\"", "select * from orders");
        becomes("select * from db.MAIN.\"orders\" o", "select * from orders o");
        becomes("select * from \"db\" . \"main\" /* x */ . \"select\"", "select * from \"select\"");
        becomes("select * from 'data/x-*.csv' where a = 'data/x-*.csv'", "select * from x where a = 'data/x-*.csv'");
    }

    @Test
    void leavesOtherTextsAlone() {
        for (String text : new String[] {
            "select '\"db\".\"main\".\"orders\"' -- \"db\".\"main\".\"orders\"",
            "select * from \"other\".\"main\".\"orders\"",
            "select * from \"x\".\"db\".\"main\".\"orders\"",
            "select $$ \"db\".\"main\".\"orders\" $$, E'\\'\"db\".\"main\".\"orders\"'",
        }) {
            becomes(text, text);
        }
    }

    @Test
    void keepsTheNameThatAQueryCountsOn() {
        becomes(
                "select customers.id from \"db\".\"main\".\"customers\" join b using (id)",
                "select customers.id from crm_customers as customers join b using (id)");
        becomes("from \"db\".\"main\".\"customers\" as c", "from crm_customers as c");
        becomes("from \"db\".\"main\".\"customers\" c", "from crm_customers c");
        becomes("from c: \"db\".\"main\".\"customers\"", "from c: crm_customers");
        becomes(
                "select \"db\".\"main\".\"customers\".id from \"db\".\"main\".\"customers\"",
                "select customers.id from crm_customers as customers");
    }

    @Test
    void readsTheTableWhereAnExpressionHasItsName() {
        becomes(
                "with orders as (select * from \"db\".\"main\".\"orders\") select * from orders",
                "with orders as (select * from orders) select * from orders");
        becomes(
                "with a as (with orders as (select 1) select * from orders) select * from \"db\".\"main\".\"orders\"",
                "with a as (with orders as (select 1) select * from orders) select * from orders");
        becomes(
                "with orders as materialized (select 1), b as (select * from \"db\".\"main\".\"orders\") select * from b",
                "with orders_table as (select * from orders),\norders as materialized (select 1), b as (select * from orders_table as orders) select * from b");
        becomes(
                "select * from (with orders(n) as (select 1) select * from \"db\".\"main\".\"orders\" o, orders)",
                "with orders_table as (select * from orders)\nselect * from (with orders(n) as (select 1) select * from orders_table o, orders)");
        becomes(
                "with recursive orders as (select * from \"db\".\"main\".\"orders\") select 1",
                "with recursive orders_table as (select * from orders),\norders as (select * from orders_table as orders) select 1");
    }

    @Test
    void takesEphemeralModelsOut() {
        becomes(
                "with __dbt__cte__paid as (\nselect ')' from a\n),  __dbt__cte__late as (select * from __dbt__cte__paid) select * from __dbt__cte__late",
                "select * from late");
        becomes(
                "with recursive  __dbt__cte__paid as (select 1), n as (select * from __dbt__cte__paid p) select * from n",
                "with recursive  n as (select * from paid p) select * from n");
        becomes(
                "with __dbt__cte__unknown as (select 1) select * from __dbt__cte__unknown",
                "with __dbt__cte__unknown as (select 1) select * from __dbt__cte__unknown");
        becomes(
                "with __dbt__cte__paid as (select 1), paid as (select 2), b as (select * from __dbt__cte__paid) select * from b",
                "with paid_table as (select * from paid),\npaid as (select 2), b as (select * from paid_table) select * from b");
    }

    @Test
    void bracketsCommentsThatWouldBeginSections() {
        becomes("select 1 -- since: 2025-01-01\n, 2", "select 1 -- (since: 2025-01-01)\n, 2");
        becomes("/* Since: ever */ select 1 -- as ever", "/* (Since: ever) */ select 1 -- as ever");
    }

    private void becomes(String compiled, String expected) {
        assertThat(sql.rewritten("\n  \n" + compiled + "\n\n")).isEqualTo(expected + "\n");
    }

    private void table(String identifier, String name) {
        sql.add(Spelling.of(
                node("\"database\": \"db\", \"schema\": \"main\", \"alias\": \"" + identifier + "\""), name));
    }

    private static Node node(String fields) {
        return new Node("model.p.x", JsonTree.read("{\"resource_type\": \"model\", " + fields + "}"));
    }
}
