{% snapshot product_states %}
{{ config(target_schema='snapshots', unique_key='product_id', strategy='timestamp', updated_at='changed_at') }}
select * from {{ ref('stg_products') }}
{% endsnapshot %}
