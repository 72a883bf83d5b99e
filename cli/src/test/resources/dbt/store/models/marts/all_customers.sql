{{ config(tags=['wide']) }}
select came_from, count(distinct customer) as customers from (
{{ little_utils.union_all([ref('stg_orders'), ref('orders')]) }}
) group by came_from
{# by name it would not do: their columns differ #}
