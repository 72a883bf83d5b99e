select customer, min(ordered_on) as first_order from {{ ref('orders') }} group by customer
