{{ config(alias='stock', materialized='table') }}
select product_id, sum(pieces) as pieces from {{ source('erp', 'stock') }} group by product_id
