/*---
description: each route on each day
key: [day, origin, destination]
effective: day
---*/
SELECT
  day,
  origin,
  destination,
  count(*) AS flights,
  count(*) FILTER (late) AS late_flights,
  sum(delay) AS delay_minutes
FROM departures
GROUP BY ALL
