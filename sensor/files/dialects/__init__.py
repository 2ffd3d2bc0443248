"""The kinds of file that are known, as a table; the first that recognises a file reads it.

To add one, write a function from ``Head`` to ``Layout`` (or ``Refusal``) beside its family, add a
``Dialect`` to the family's table, and a test with the first lines of a real file.
"""

from limbwatch.sensor.files.dialects.generic import GENERIC
from limbwatch.sensor.files.dialects.modules import MODULES
from limbwatch.sensor.files.dialects.monitors import MONITORS
from limbwatch.sensor.files.dialects.phone_apps import PHONES
from limbwatch.sensor.files.dialects.refused import REFUSED
from limbwatch.sensor.files.dialects.studies import STUDIES

DIALECTS = (*REFUSED, *MONITORS, *PHONES, *MODULES, *STUDIES, *GENERIC)

__all__ = ["DIALECTS", "REFUSED", "STUDIES"]
