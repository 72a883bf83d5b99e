-- A test is a query that must return no rows.
SELECT * FROM revenue_per_day WHERE revenue <= 0
