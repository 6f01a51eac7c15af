"""The API: its routes by resource, their requests and answers, and the OpenAPI document generated from them."""
