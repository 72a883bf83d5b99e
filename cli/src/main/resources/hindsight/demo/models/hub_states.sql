/*---
description: how many airports each state has, and how many of them see a hundred departures a day
key: [state]
---*/
SELECT
  a.state,
  count(DISTINCT a.iata) AS airports,
  count(DISTINCT a.iata) FILTER (busy.airport IS NOT NULL) AS busy_airports
FROM airports a
LEFT JOIN (SELECT airport FROM airport_trend GROUP BY airport HAVING avg(flights) >= 100) busy ON busy.airport = a.iata
GROUP BY a.state
