/*---
description: flights with their day and hour, and whether they were late (more than a quarter of an hour)
materialized: view
---*/
SELECT
  flight_id,
  scheduled::DATE AS day,
  extract(hour FROM scheduled) AS hour,
  origin,
  destination,
  distance,
  delay,
  delay > 15 AS late
FROM flights
