{{ config(materialized='incremental', unique_key='order_id', on_schema_change='append_new_columns', post_hook="analyze") }}
-- since: the beginning, every order that was not void
select
    {{ little_utils.surrogate_key(['order_id', 'customer']) }} as row_key,
    o.*, c.title as country_title, o.net * c.vat as tax
from {{ ref('stg_orders') }} o
join {{ ref('countries') }} as c on c.code = o.country
{% if is_incremental() %}
where ordered_on >= (select max(ordered_on) - interval 3 day from {{ this }})
{% endif %}
