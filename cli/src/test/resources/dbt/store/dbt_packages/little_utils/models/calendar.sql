select cast(d as date) as day, dayname(d) as weekday, cast(d as date) in (select day from {{ ref('holidays') }}) as holiday
from generate_series(timestamp '{{ var("first_day") }}', timestamp '2025-01-31', interval 1 day) as t(d)
