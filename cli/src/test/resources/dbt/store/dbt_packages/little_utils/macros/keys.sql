{% macro surrogate_key(columns) -%}
md5({% for column in columns %}coalesce(cast({{ column }} as varchar), '~'){% if not loop.last %} || '|' || {% endif %}{% endfor %})
{%- endmacro %}

{% macro union_all(relations) %}
{%- for relation in relations %}
select '{{ relation.identifier }}' as came_from, customer from {{ relation }}
{% if not loop.last %}union all{% endif %}
{%- endfor %}
{% endmacro %}

{% macro distinct_values(relation, column) %}
  {%- set answer = run_query("select distinct " ~ column ~ " from " ~ relation ~ " order by 1") if execute else none -%}
  {{ return(answer.columns[0].values() if execute and answer else []) }}
{% endmacro %}

{% macro only_new(column) %}
  {% if is_incremental() %}where {{ column }} > (select max({{ column.split(".") | last }}) from {{ this }}){% endif %}
{% endmacro %}

{% test unique_combination(model, columns) %}
select {{ columns | join(', ') }}, count(*) as n from {{ model }} group by {{ columns | join(', ') }} having count(*) > 1
{% endtest %}

{% test at_least(model, column_name, value) %}
select * from {{ model }} where {{ column_name }} < {{ value }}
{% endtest %}
