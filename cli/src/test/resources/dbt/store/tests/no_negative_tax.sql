{{ config(severity='warn') }}
select * from {{ ref('orders') }} where tax < 0
