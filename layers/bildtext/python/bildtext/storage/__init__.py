"""Where results, files and texts are kept: an S3 bucket and one DynamoDB table."""
