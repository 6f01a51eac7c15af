#!/bin/sh
# In Lambda the runtime's address is given; anywhere else the emulator plays it and waits for requests on port 8080.
[ $# -eq 1 ] || { echo "The handler must be the command's only word, as in app.handler." >&2; exit 142; }
export _HANDLER="$1"
[ -n "$AWS_LAMBDA_RUNTIME_API" ] || exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
exec /var/runtime/bootstrap
