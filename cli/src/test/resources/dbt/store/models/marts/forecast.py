def model(dbt, session):
    dbt.config(materialized="table")
    daily = dbt.ref("daily")
    return daily.filter("orders > 0").aggregate("country, count(*) as days", "country")
