"""The whole system on one machine, from template.yaml: moto answers for AWS, our own code for Lambda's entrypoints."""

from bildtext.errors import ConfigurationError


class StartError(ConfigurationError):
    """The local system cannot start. `str(error)` says why and what to do about it."""

    code = "cannot-start"
    title = "The local system cannot start"
