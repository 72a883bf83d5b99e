select product_id, title, price, dbt_valid_from, dbt_valid_to is null as current from {{ ref('product_states') }}
