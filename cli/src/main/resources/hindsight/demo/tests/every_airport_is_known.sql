SELECT flight_id, origin, destination
FROM flights
WHERE origin NOT IN (SELECT iata FROM airports) OR destination NOT IN (SELECT iata FROM airports)
