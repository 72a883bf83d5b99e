{% macro net(column) %}round({{ column }} / (1 + {{ var('vat') }}), 2){% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) %}{{ custom_schema_name or target.schema }}{% endmacro %}
