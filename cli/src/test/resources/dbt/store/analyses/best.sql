select * from {{ ref('daily') }} order by amount desc limit 3
