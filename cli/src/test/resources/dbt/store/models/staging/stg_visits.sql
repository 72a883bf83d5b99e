{{ config(materialized='ephemeral') }}
select id as visit_id, customer, visited, cast(visited as date) as day, page from {{ source('shop', 'visits') }}
