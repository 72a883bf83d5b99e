select country, days * 2 as days from {{ ref('forecast') }}
