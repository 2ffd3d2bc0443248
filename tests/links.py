"""Links that stand in for a sensor's, as far as those of several tests do the same."""


class ValuesLink:
    """Has values that are read, and keeps what a driver asks it to keep."""

    def __init__(self, values=None, kept=None):
        self.values = dict(values or {})
        self.kept = dict(kept or {})
        self.memory = {}

    async def keep(self, name, value):
        first = self.kept.setdefault(name, value)
        return self.memory.setdefault(name, first)

    def has(self, characteristic):
        return characteristic in self.values

    async def read(self, characteristic):
        return self.values[characteristic]


class HeardLink:
    """Sends packets at a rate to whoever listens."""

    def __init__(self, packets, *, rate, before=None):
        self.packets = list(packets)
        self.rate = rate
        self.before = before
        self.memory = {}
        self.subscribed = []

    async def subscribe(self, characteristic):
        self.subscribed.append(characteristic)

    def times(self):
        return [n / self.rate for n in range(len(self.packets))]

    async def listen(self, seconds, *, most=0):
        heard = zip(self.times(), self.packets, strict=True)
        return [one for one in heard if one[0] < seconds][: most or None]
