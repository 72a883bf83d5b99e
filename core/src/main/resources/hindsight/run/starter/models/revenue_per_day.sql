/*---
description: what was ordered on each day
key: [ordered_on]
effective: ordered_on
columns: {revenue: {tests: [not_null]}}
---*/
SELECT ordered_on, count(*) AS orders, sum(amount::DECIMAL(12, 2)) AS revenue
FROM orders
GROUP BY ordered_on
