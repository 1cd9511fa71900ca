"""Publishing: a proven sealed site put at an address, whole, or not at all."""

from kitgen.publish.branch import Branch, publish_branch
from kitgen.publish.folder import publish_folder
from kitgen.publish.value import Publication, PublishError

__all__ = ["Branch", "Publication", "PublishError", "publish_branch", "publish_folder"]
