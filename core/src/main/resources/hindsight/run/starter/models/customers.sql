/*---
description: each customer's orders so far
key: [customer]
---*/
SELECT customer, count(*) AS orders, sum(amount::DECIMAL(12, 2)) AS revenue, max(ordered_on) AS last_order
FROM orders
GROUP BY customer
