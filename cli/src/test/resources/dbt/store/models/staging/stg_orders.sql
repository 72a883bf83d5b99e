select
    id as order_id, cast(ordered_on as date) as ordered_on, customer, country, product_id, amount,
    {{ net('amount') }} as net, state,
    'from "likeness"."main"."orders"' as remark /* and "likeness"."main"."orders" in a comment */
from {{ source('shop', 'orders') }}
where state <> 'void'
