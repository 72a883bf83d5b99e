/*---
description: departures of each state on each day
key: [day, state]
effective: day
columns:
  state: {tests: [not_null]}
---*/
SELECT
  r.day,
  a.state,
  sum(r.flights)::BIGINT AS flights,
  sum(r.late_flights)::BIGINT AS late_flights,
  round(100.0 * sum(r.late_flights) / sum(r.flights), 1)::DECIMAL(5,1) AS late_percent
FROM route_day r
JOIN airports a ON a.iata = r.origin
GROUP BY ALL
