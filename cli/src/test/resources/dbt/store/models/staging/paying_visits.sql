{{ config(materialized='ephemeral') }}
with recursive chain as (
    select visit_id, customer, day from {{ ref('stg_visits') }} where page = 'pay'
)
select * from chain
