{% set states = little_utils.distinct_values(ref('stg_orders'), 'state') %}
select
    v.customer, count(p.visit_id) as paying
    {%- for state in states %},
    count(*) filter (where o.state = '{{ state }}') as {{ state }}_orders
    {%- endfor %}
from {{ ref('stg_visits') }} v
left join {{ ref('paying_visits') }} p using (visit_id)
left join {{ ref('stg_orders') }} o on o.ordered_on = v.day
group by v.customer
