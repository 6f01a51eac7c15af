"""The complete system on one machine, from template.yaml: moto emulates AWS, this package Lambda and API Gateway."""

from bildtext.errors import ConfigurationError


class StartError(ConfigurationError):
    """The local system cannot start. `str(error)` states why and how to fix it."""

    code = "cannot-start"
    title = "The local system cannot start"
