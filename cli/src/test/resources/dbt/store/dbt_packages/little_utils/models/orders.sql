{# the same name as a model of the project, in another schema #}
select 'nothing' as why
