with products as (select * from {{ source('shop', 'products') }})
select id as product_id, title, price, changed_at from products
