/*---
description: the airports of each state, and how far they spread from south to north; reads no flights
key: [state]
columns:
  airports: {tests: [not_null]}
---*/
SELECT
  state,
  count(*) AS airports,
  round(min(latitude), 1)::DECIMAL(4,1) AS southernmost,
  round(max(latitude), 1)::DECIMAL(4,1) AS northernmost
FROM airports
GROUP BY state
