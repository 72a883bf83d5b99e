/*---
description: mean delay of each airport by day, over three days, and its place among all airports of that day
key: [day, airport]
effective: day
---*/
WITH daily AS (
  SELECT day, origin AS airport, sum(flights)::BIGINT AS flights, sum(delay_minutes)::BIGINT AS minutes
  FROM route_day
  GROUP BY ALL
)
SELECT
  day,
  airport,
  flights,
  round(minutes / flights, 1)::DECIMAL(8,1) AS mean_delay,
  round(sum(minutes) OVER three / sum(flights) OVER three, 1)::DECIMAL(8,1) AS mean_delay_3_days,
  rank() OVER (PARTITION BY day ORDER BY minutes / flights DESC, airport) AS place
FROM daily
WINDOW three AS (PARTITION BY airport ORDER BY day ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)
