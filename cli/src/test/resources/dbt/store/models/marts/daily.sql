{{ config(materialized='incremental', unique_key=['day', 'country'], incremental_strategy='delete+insert') }}
with days as (
    select day, holiday from {{ ref('calendar') }}
),
orders as (
    -- 2025-01-01: a date in a comment
    select ordered_on as day, country, count(*) as orders, sum(amount) as amount
    from {{ ref('stg_orders') }}
    group by all
)
select days.day, coalesce(orders.country, '-') as country, holiday, coalesce(orders.orders, 0) as orders, amount
from days left join orders on orders.day = days.day
{{ little_utils.only_new('days.day') }}
