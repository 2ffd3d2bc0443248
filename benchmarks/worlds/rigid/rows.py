"""Rows: the stretches in which a limb is simulated densely, cut from the acts of a night."""

from dataclasses import dataclass, field

import numpy as np
from scipy.signal import lfilter
from scipy.spatial.transform import Rotation

from benchmarks.worlds.rigid.acts import Act, Pull, Turn
from benchmarks.worlds.rigid.body import GRAVITY, Body, Limb
from benchmarks.worlds.rigid.chain import DT, RATE, Drive, Motion, chain_of, integrate
from benchmarks.worlds.rigid.pose import UP, Pose

LONGEST, WARM, TAIL, LEAD, OVERLAP = 12.0, 2.0, 2.7, 0.35, 0.3
BUDGET = 450_000  # limb-steps in one batch


@dataclass(kw_only=True)
class Row:
    """One limb from t0 on; used from use0 to use1, the rest is warming up and padding."""

    limb: Limb
    t0: float
    use0: float
    use1: float
    pose: Pose
    last: bool  # nothing follows directly
    turn: Turn | None = None
    parts: list = field(default_factory=list)
    seen: np.ndarray | None = None  # (n, 3) specific force in the link's frame, g
    heard: dict = field(default_factory=dict)  # placement -> (n, 3) world acceleration, g

    @property
    def steps(self) -> int:
        """Number of steps needed."""
        return int(np.ceil((self.use1 + (0 if self.last else OVERLAP) - self.t0) * RATE)) + 2


def min_jerk(x):
    """Return the smooth step from 0 to 1 of Flash & Hogan (1985)."""
    x = np.clip(x, 0, 1)
    return x * x * x * (10 - 15 * x + 6 * x * x)


def poses_of(limb: str, first: Pose, turns: list[Turn]):
    """Fill in where each turn starts; return the turns in order, dropping colliding ones."""
    kept, pose, free = [], first, -1e9
    for turn in sorted(turns, key=lambda x: x.t0):
        if turn.t0 < free:
            continue
        turn.start, pose = pose, turn.pose
        free = turn.t0 + turn.dur + WARM + 0.9
        kept.append(turn)
    return kept


def cut(limb: Limb, first: Pose, turns: list[Turn], parts: list) -> list[Row]:
    """Cut the time of one limb into rows."""
    parts = sorted([*parts, *turns], key=lambda x: x.t0)
    spans = []
    for p in parts:
        a, b = p.t0 - LEAD, p.t0 + p.dur + TAIL
        if spans and a <= spans[-1][1]:
            spans[-1][1] = max(b, spans[-1][1])
            spans[-1][2].append(p)
        else:
            spans.append([a, b, [p]])
    rows = []
    for a, b, inside in spans:
        at, held = a, [x for x in inside if isinstance(x, Turn)]
        while at < b - 1e-9:
            end = b if b - at <= LONGEST else at + LONGEST
            ahead = [x for x in held if x.t0 + x.dur > at - WARM and x.t0 < end]
            if len(ahead) > 1:
                end = min(end, ahead[1].t0 - 0.3)
                ahead = ahead[:1]
            start = at - (0.0 if at == a else WARM)
            before = [x for x in turns if x.t0 + x.dur <= start + 1e-9]
            pose = before[-1].pose if before else first
            mine = [x for x in inside if x.t0 < end and x.t0 + x.dur + 1.0 > start]
            rows.append(
                Row(
                    limb=limb,
                    t0=start,
                    use0=at,
                    use1=end,
                    pose=pose,
                    turn=ahead[0] if ahead else None,
                    last=end >= b,
                    parts=[x for x in mine if not isinstance(x, Turn)],
                )
            )
            at = end
    return rows


def batches(rows: list[Row]) -> list[list[Row]]:
    """Group rows of like length."""
    out = []
    for row in sorted(rows, key=lambda r: r.steps):
        if (
            out
            and row.steps <= max(1.6 * out[-1][0].steps, 900)
            and (row.steps * (len(out[-1]) + 1) <= BUDGET)
        ):
            out[-1].append(row)
        else:
            out.append([row])
    return out


def _course(turn: Turn, t):
    """Progress of a change of pose from 0 to 1 in sub-movements."""
    rng = np.random.default_rng(turn.seed)
    n = turn.parts
    share = rng.dirichlet(np.full(n, 3.0))
    edges = np.sort(rng.uniform(0, 0.75, n)) if n > 1 else np.array([0.0])
    edges[0] = 0.0
    s = np.zeros_like(t)
    for i in range(n):
        length = max(0.35, turn.dur * (1 - edges[i]) * (rng.uniform(0.5, 1) if i < n - 1 else 1))
        s += share[i] * min_jerk((t - turn.t0 - turn.dur * edges[i]) / length)
    return s


def _excite(pull, t):
    """Neural drive of one pull, -1..1."""
    x = t - pull.t0
    u = np.clip(x / max(pull.rise, 0.005), 0, 1)
    u *= np.clip((pull.dur - x) / max(pull.fall, 0.005), 0, 1)
    u *= 1 - pull.decay * np.clip(x / pull.dur, 0, 1)
    rng = np.random.default_rng(pull.seed)
    if pull.hz > 0:
        m = int(pull.dur * 20) + 3  # the rate and size wander on a grid over the whole pull
        grid = np.arange(m) / 20.0
        last = pull.hz if pull.hz_end is None else pull.hz_end
        rate = np.geomspace(pull.hz, last, m)
        if pull.wander:
            rate = rate * np.exp(pull.wander * _ornstein(rng, m, 20 * 1.5))
        phase = np.interp(x, grid, np.cumsum(rate) / 20.0) + pull.phase
        f = phase % 1.0
        gate = np.sin(np.pi * np.clip(f / pull.duty, 0, 1))
        if pull.antagonist:
            half = np.clip((f - 0.5) / pull.duty, 0, 1)
            gate = gate - pull.antagonist * np.sin(np.pi * half)
        u = u * gate
        size = pull.waxing * _ornstein(rng, m, 20 * 2.0)
        beat = np.exp(pull.rough * rng.standard_normal(int(np.max(phase, initial=1)) + 2))
        u = u * np.exp(np.interp(x, grid, size)) * beat[np.clip(phase, 0, None).astype(int)]
    elif pull.rough:
        m = int(pull.dur * 14) + 3  # unfused recruitment, roughly white to 7 Hz
        knots = np.exp(pull.rough * rng.standard_normal(m))
        u = u * np.interp(x, np.arange(m) / 14.0, knots)
    return u


def _ornstein(rng, n, tau):
    """Return a unit Ornstein-Uhlenbeck path."""
    a = np.exp(-1 / tau)
    return lfilter([np.sqrt(1 - a * a)], [1, -a], rng.standard_normal(n))


def _span(t0, n, a, b):
    return slice(max(0, int((a - t0) * RATE)), min(n, int((b - t0) * RATE) + 2))


def _shift(shift, t, d: Drive, i, sl, arm, front_up):
    x = (t - shift.t0) / shift.dur
    w = min_jerk(x / shift.ramp) * min_jerk((1 - x) / shift.ramp)
    d.stiff[sl, i] += (shift.stiff - 1) * min_jerk(x * 8) * min_jerk((1 - x) * 8)
    if shift.hz:
        rng = np.random.default_rng(shift.seed)
        n = int(shift.dur * 10) + 3
        rate = shift.hz * np.exp(0.12 * _ornstein(rng, n, 12))
        phase = np.interp(t - shift.t0, np.arange(n) / 10.0, np.cumsum(rate) / 10.0)
        w = w * (0.5 - 0.5 * np.cos(2 * np.pi * phase))
    phi = shift.phi
    if not arm and front_up < -0.3:  # prone: only the knee can bend, thigh and foot lie below
        phi = (0.0, -abs(phi[1]), -abs(phi[1]))
    for j in range(3):
        d.phi[sl, j, i] += phi[j] * w
    d.roll[sl, i] += shift.roll * w
    d.abd[sl, i] += shift.abd * w
    d.lift[sl, i] += shift.lift * np.abs(w)


def resonance(f: float, zeta: float, kind: str):
    """Second-order section at RATE by the bilinear rule: 'mass' s2/D, 'pass' (2zws+w2)/D."""
    w = 2 * RATE * np.tan(np.pi * f / RATE)
    c, w2 = 2 * RATE, w * w
    d0, d1, d2 = c * c + 2 * zeta * w * c + w2, 2 * (w2 - c * c), c * c - 2 * zeta * w * c + w2
    if kind == "mass":
        b = np.array([c * c, -2 * c * c, c * c])
    else:
        b = np.array([2 * zeta * w * c + w2, 2 * w2, w2 - 2 * zeta * w * c])
    return b / d0, np.array([d0, d1, d2]) / d0


def _twitch(torque, rows):
    """Muscle: critically damped second-order low-pass of the neural drive."""
    for i, row in enumerate(rows):
        a = np.exp(-DT / row.limb.twitch)
        b, den = [(1 - a) ** 2], [1, -2 * a, a * a]
        torque[:, :, i] = lfilter(b, den, torque[:, :, i], axis=0)


def _turned(x, axis, angle, sign=1.0):
    """Rotate the vectors x (T, 3) about a fixed axis by the angles (T,)."""
    c, s = np.cos(angle)[:, None], sign * np.sin(angle)[:, None]
    return x * c + np.cross(axis, x) * s + axis * (x @ axis)[:, None] * (1 - c)


def trunk_shake(body: Body, shoves, t):
    """Acceleration (T, 3) of hip and shoulder in the world from forces on the trunk."""
    force = np.zeros((t.size, 3))
    for x in shoves:
        wave = np.sin(np.pi * np.clip((t - x.t0) / x.dur, 0, 1)) ** 2
        if x.shape == "train":
            rate = np.geomspace(x.hz, x.hz_end or x.hz, t.size)
            wave = wave**0.1 * np.sin(2 * np.pi * np.cumsum(rate) * DT)
        force += wave[:, None] * np.array(x.newton)
    b, a = resonance(body.trunk[1], body.trunk[2], "mass")
    return lfilter(b, a, force / body.trunk[0], axis=0)


def drive_of(rows: list[Row], bodies: dict[str, Body], shoves: dict[str, list]) -> Drive:
    """Build what acts on the limbs of a batch."""
    n, steps = len(rows), max(r.steps for r in rows)

    def zeros(*shape):
        return np.zeros((steps, *shape, n), np.float32)

    d = Drive(
        torque=zeros(5),
        phi=zeros(3),
        roll=zeros(),
        abd=zeros(),
        stiff=zeros(),
        up=zeros(3),
        base=zeros(3),
        lift=zeros(),
        load=zeros(3),
    )
    for i, row in enumerate(rows):
        pose, weight, t = row.pose, row.limb.weight, row.t0 + np.arange(steps) * DT
        d.phi[:, :, i] = pose.phi
        d.load[:, :, i] = weight * pose.load
        d.up[:, :, i] = pose.frame.T @ UP
        d.stiff[:, i] = pose.stiff
        if row.turn:
            _turn(row, t, d, i)
        for x in row.parts:
            sl = _span(row.t0, steps, x.t0, x.t0 + x.dur)
            if sl.stop <= sl.start:
                continue
            if hasattr(x, "nm") and x.nm == 0:
                continue
            if hasattr(x, "nm"):
                d.torque[sl, x.joint, i] += x.nm * _excite(x, t[sl])
            else:
                _shift(x, t[sl], d, i, sl, row.limb.arm, pose.frame[2, 1])
        near = [x for x in shoves[row.limb.owner] if x.t0 < t[-1] and x.t0 + x.dur + 0.5 > row.t0]
        if near:
            d.base[:, :, i] += trunk_shake(bodies[row.limb.owner], near, t) @ pose.frame
    np.clip(d.stiff, 1.0, 7.0, out=d.stiff)
    _twitch(d.torque, rows)
    return d


def _turn(row, t, d, i):
    turn = row.turn
    a, b = turn.start, turn.pose
    s = _course(turn, t)
    v = Rotation.from_matrix(a.frame.T @ b.frame).as_rotvec()
    size = np.linalg.norm(v)
    axis = v / size if size > 1e-9 else np.array([1.0, 0, 0])
    d.up[:, :, i] = _turned(np.tile(a.frame.T @ UP, (t.size, 1)), axis, s * size, -1.0)
    d.phi[:, :, i] = a.phi + s[:, None] * (b.phi - a.phi)
    d.load[:, :, i] = row.limb.weight * (a.load + s[:, None] * (b.load - a.load))
    x = (t - turn.t0) / turn.dur
    hump = min_jerk(x * 4) * min_jerk((1 - x) * 5)
    d.lift[:, i] = turn.lift * hump
    d.stiff[:, i] = a.stiff + s * (b.stiff - a.stiff) + 4 * hump
    if any(turn.travel):
        move = min_jerk(x)[:, None] * np.array(turn.travel)
        accel = np.gradient(np.gradient(move, DT, axis=0), DT, axis=0)
        d.base[:, :, i] += _turned(accel @ a.frame, axis, s * size, -1.0)
    row.turning = (axis, s, size)


def sense(rows: list[Row], d: Drive, m: Motion):
    """Return what the sensors feel (T, 3, B) in g and the force on the bed (T, 3, B) in N."""
    le = np.array([r.limb.length for r in rows]).T
    share, radius, theta = np.array([r.limb.sensor for r in rows]).T
    first = chain_of([r.limb for r in rows]).first
    mass = np.array([r.limb.mass.sum() for r in rows])
    q, w, al = m.angle, m.rate, m.accel
    c, s = np.cos(q[:, :3]), np.sin(q[:, :3])
    along = -s * al[:, :3] - c * w[:, :3] ** 2
    front = c * al[:, :3] - s * w[:, :3] ** 2
    l1, l2 = le[0].astype(np.float32), (share * le[1]).astype(np.float32)
    p1, p2 = l1 * c[:, 0] + l2 * c[:, 1], l1 * s[:, 0] + l2 * s[:, 1]
    acc = d.base.copy()
    acc[:, 0] += l1 * along[:, 0] + l2 * along[:, 1] - p1 * w[:, 4] ** 2
    acc[:, 1] += l1 * front[:, 0] + l2 * front[:, 1]
    acc[:, 2] -= p1 * al[:, 4]
    force = -mass.astype(np.float32) * d.base
    force[:, 0] -= (first * along).sum(1)
    force[:, 1] -= (first * front).sum(1)
    force[:, 2] += first.sum(0) * al[:, 4]
    for i, row in enumerate(rows):
        if row.turn:
            axis, path, size = row.turning
            arm = row.turn.pivot * np.stack([p1[:, i], p2[:, i], 0 * p1[:, i]], 1)
            v = np.gradient(path, DT) * size
            spin = np.gradient(v, DT)
            tangent = np.cross(axis, arm)
            extra = spin[:, None] * tangent + (v * v)[:, None] * np.cross(axis, tangent)
            acc[:, :, i] += extra
            force[:, :, i] = _turned(force[:, :, i], axis, path * size) @ row.turn.start.frame.T
        else:
            force[:, :, i] = force[:, :, i] @ row.pose.frame.T
    f = d.up + acc / np.float32(GRAVITY)
    ca, sa = np.cos(q[:, 4]), np.sin(q[:, 4])
    f1, f3 = f[:, 0] * ca - f[:, 2] * sa, f[:, 0] * sa + f[:, 2] * ca
    bulge = np.array([r.limb.bulge for r in rows], np.float32) * d.torque[:, 2]
    cs, ss = np.cos(q[:, 1] + bulge), np.sin(q[:, 1] + bulge)
    fu, fn = f1 * cs + f[:, 1] * ss, -f1 * ss + f[:, 1] * cs
    r = (radius / GRAVITY).astype(np.float32)
    ct, st = np.cos(theta).astype(np.float32), np.sin(theta).astype(np.float32)
    fu -= r * ct * al[:, 1]
    fn -= r * ct * w[:, 1] ** 2
    cp, sp = np.cos(q[:, 3]), np.sin(q[:, 3])
    gn = fn * cp + f3 * sp + r * (-al[:, 3] * st - w[:, 3] ** 2 * ct)
    g3 = -fn * sp + f3 * cp + r * (al[:, 3] * ct - w[:, 3] ** 2 * st)
    return np.stack([fu, gn, g3], 1), force


def _strapped(row: Row, f):
    """Pass through the soft tissue under the strap, a resonance of its own."""
    b, a = resonance(*row.limb.strap, "pass")
    zi = f[0] * 1.0
    return lfilter(b, a, f - zi, axis=0) + zi


def run(rows: list[Row], bodies, shoves, bed) -> None:
    """Simulate the rows; fill in what each sensor sees and what the others hear."""
    for batch in batches(rows):
        d = drive_of(batch, bodies, shoves)
        motion = integrate(chain_of([r.limb for r in batch]), d)
        seen, force = sense(batch, d, motion)
        heard = bed.carry(force, [r.limb.name for r in batch])
        for i, row in enumerate(batch):
            n = row.steps
            if row.limb.owner == "self":
                row.seen = _strapped(row, seen[:n, :, i]).astype(np.float32)
            for target, wave in heard.items():
                x = wave[:n, :, i]
                if target != row.limb.name and np.abs(x).max() > 2e-4:
                    row.heard[target] = x.copy()


def gather(acts: list[Act], limbs: dict[str, Limb], first: dict[str, Pose]):
    """Collect the parts of each limb and cut them into rows."""
    turns = {name: [] for name in limbs}
    parts = {name: [] for name in limbs}
    for act in acts:
        for x in act.parts():
            (turns if isinstance(x, Turn) else parts)[x.limb].append(x)
    for act in acts:  # a shaken trunk carries the idle limbs along
        for x in act.shoves if act.source == "self" else ():
            for name in (n for n in limbs if not n.startswith("partner")):
                idle = Pull(limb=name, joint=2, t0=x.t0 - 0.2, dur=x.dur + 0.5, nm=0.0)
                parts[name].append(idle)
    rows, kept = [], {}
    for name, limb in limbs.items():
        kept[name] = poses_of(name, first[name], turns[name])
        rows += cut(limb, first[name], kept[name], parts[name])
    return rows, kept
