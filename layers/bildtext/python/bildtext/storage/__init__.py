"""Storage in one S3 bucket and one DynamoDB table, the article table.

S3: `photo_bucket` reads photos, `article_files` reads and writes article.json files; `keys` parses and builds keys.
DynamoDB: `photo_table` stores results of photos (`photo_items`), `article_table` data and texts of articles; `dynamodb`
contains what both share.
"""
