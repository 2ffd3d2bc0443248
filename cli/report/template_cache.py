"""Compiled templates, kept from one command to the next."""

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class TemplateCache(FileSystemBytecodeCache):
    """Keeps what Jinja compiled in the user's cache folder, and does without where it cannot.

    Jinja itself sees to it that what is kept belongs to the text of the template.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template that was compiled before, unless its file is damaged."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever a damaged file does to pickle, compile anew
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, unless the disk is full or the folder cannot be written."""
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return


def template_cache() -> TemplateCache | None:
    """Open the user's cache of templates.

    Returns
    -------
    TemplateCache or None
        None where there can be no such folder.
    """
    from platformdirs import user_cache_path

    try:
        place = user_cache_path("limbwatch", appauthor=False, ensure_exists=True)
    except OSError:
        return None
    return TemplateCache(str(place))
