/*---
description: the twenty routes that cost their passengers most, of those with three flights a day or more
key: [origin, destination]
---*/
SELECT
  origin,
  destination,
  sum(flights)::BIGINT AS flights,
  sum(delay_minutes)::BIGINT AS delay_minutes,
  round(100.0 * sum(late_flights) / sum(flights), 1)::DECIMAL(5,1) AS late_percent
FROM route_day
GROUP BY ALL
HAVING sum(flights) >= 3 * count(DISTINCT day)
ORDER BY delay_minutes DESC, origin, destination
LIMIT 20
