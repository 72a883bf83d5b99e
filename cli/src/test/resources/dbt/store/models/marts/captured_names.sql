with stg_orders as (
    select customer, sum(amount) as amount from {{ ref('orders') }} group by customer
),
orders as (
    select customer, count(*) as n from {{ ref('stg_orders') }} group by customer
),
calendar as (
    select max(stock.pieces) as most from {{ ref('stock_levels') }}
)
select stg_orders.customer, stg_orders.amount, orders.n, calendar.most, (select count(*) from {{ ref('calendar') }}) as days
from stg_orders join orders using (customer) cross join calendar
