"""The encoder's settings, read from the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bildtext.encoders.wire import MAX_IMAGES
from bildtext.manifest import MANIFEST

# SageMaker unpacks a model archive into the first; the second is the model in the image.
FOLDERS = (Path("/opt/ml/model"), Path("/opt/model"))
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - access to a container's port is restricted outside of it


class Settings(BaseModel):
    """Each field is the environment variable of that name in upper case."""

    model_config = ConfigDict(frozen=True)

    model_bundle: Path | None = Field(default=None, description="the folder of the model bundle")
    sagemaker_bind_to_port: int = Field(default=8080, ge=1024, le=65535, description="the port; set by SageMaker")
    encoder_host: str = Field(
        default=_EVERYWHERE, pattern=r"^(0\.0\.0\.0|127\.0\.0\.1|::)$", description="the address to listen on"
    )
    encoder_workers: int = Field(default=1, ge=1, le=16, description="processes that encode, per GPU or per machine")
    encoder_servers: int = Field(default=1, ge=1, le=16, description="processes that take requests")
    encoder_queue: int = Field(default=256, ge=MAX_IMAGES, description="images that may wait, per server process")
    encoder_batch_wait_ms: float = Field(default=5, gt=0, le=1000, description="how long a batch is collected")
    encoder_timeout_s: float = Field(  # the functions give up after 3 s (encoders/endpoint.py)
        default=3, gt=1, le=50, description="how long a request may wait for its turn"
    )

    @property
    def bundle(self) -> Path:
        """MODEL_BUNDLE, or else the model unpacked by SageMaker, or else the one in the image."""
        if self.model_bundle is not None:
            return self.model_bundle
        return next((folder for folder in FOLDERS if (folder / MANIFEST).is_file()), FOLDERS[-1])
