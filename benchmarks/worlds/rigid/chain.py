"""The mechanics: many three-segment limbs on bedding, stepped together through time."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.rigid.body import GRAVITY

RATE = 200.0
DT = 1 / RATE
# ranges of motion in rad (Roaas & Andersson 1982), ankle counted from the shank's own direction
LEG_RANGE = ((-0.5, -2.6, 0.1), (2.1, 0.08, 1.95))
ARM_RANGE = ((-2.5, -0.02, -1.3), (2.5, 2.55, 1.2))
LEG_STOPS = ((150, 90, 25), (6, 3, 0.3))
ARM_STOPS = ((30, 15, 3), (1, 0.5, 0.04))


@dataclass(kw_only=True)
class Drive:
    """What acts on B limbs over T steps; the first axis is time."""

    torque: np.ndarray  # (T, 5, B)
    phi: np.ndarray  # (T, 3, B) set points of the three segments
    roll: np.ndarray  # (T, B)
    abd: np.ndarray  # (T, B)
    stiff: np.ndarray  # (T, B) times the passive stiffness
    up: np.ndarray  # (T, 3, B) the world's upward direction in the limb's frame
    base: np.ndarray  # (T, 3, B) acceleration of hip or shoulder in the limb's frame
    lift: np.ndarray  # (T, B) m by which the limb is raised off the bedding
    load: np.ndarray  # (T, 3, B) N carried at rest by the three contacts


@dataclass(kw_only=True)
class Motion:
    """Angles, rates and accelerations, (T, 5, B): three segments, roll, sideways."""

    angle: np.ndarray
    rate: np.ndarray
    accel: np.ndarray


@dataclass(kw_only=True)
class Chain:
    """Constants of B limbs."""

    coupling: np.ndarray  # (3, 3, B) inertia without the cosines
    first: np.ndarray  # (3, B) first moments of mass
    reach: np.ndarray  # (3, 3, B) contact, segment
    stiff: np.ndarray  # (5, B)
    damp: np.ndarray
    spin: np.ndarray  # (2, B)
    friction: np.ndarray  # (B,)
    shear: np.ndarray
    sink: np.ndarray
    rebound: np.ndarray
    flank: np.ndarray  # m, lever of friction against roll
    span: np.ndarray  # m, lever of friction against swinging sideways
    limits: np.ndarray  # (2, 3, B) range of motion of the joints
    stops: np.ndarray  # (2, 3, B) stiffness and damping beyond it
    swing: np.ndarray  # (2, B) range of roll and of swinging sideways
    ends: np.ndarray  # (2, B) stiffness beyond it


def chain_of(limbs) -> Chain:
    """Stack the constants of limbs."""

    def stack(values):
        return np.moveaxis(np.array(values, float), 0, -1)

    coupling, first, reach = [], [], []
    for b in limbs:
        m, le, c = b.mass, b.length, b.com
        a = np.empty((3, 3))
        a[0, 0] = b.inertia[0] + m[0] * c[0] ** 2 + (m[1] + m[2]) * le[0] ** 2
        a[1, 1] = b.inertia[1] + m[1] * c[1] ** 2 + m[2] * le[1] ** 2
        a[2, 2] = b.inertia[2] + m[2] * c[2] ** 2
        a[0, 1] = a[1, 0] = le[0] * (m[1] * c[1] + m[2] * le[1])
        a[0, 2] = a[2, 0] = m[2] * le[0] * c[2]
        a[1, 2] = a[2, 1] = m[2] * le[1] * c[2]
        coupling.append(a)
        first.append([m[0] * c[0] + (m[1] + m[2]) * le[0], m[1] * c[1] + m[2] * le[1], m[2] * c[2]])
        reach.append([[le[0], 0, 0], [le[0], 0.96 * le[1], 0], [le[0], le[1], 0.9 * le[2]]])
    return Chain(
        coupling=stack(coupling),
        first=stack(first),
        reach=stack(reach),
        stiff=stack([b.stiff for b in limbs]),
        damp=stack([b.damp for b in limbs]),
        spin=stack([b.spin for b in limbs]),
        friction=stack([b.friction for b in limbs]),
        shear=stack([b.shear for b in limbs]),
        sink=stack([b.sink for b in limbs]),
        rebound=stack([b.rebound for b in limbs]),
        flank=stack([0.03 if b.arm else 0.05 for b in limbs]),
        span=stack([0.8 * b.length[:2].sum() for b in limbs]),
        limits=stack([ARM_RANGE if b.arm else LEG_RANGE for b in limbs]),
        stops=stack([ARM_STOPS if b.arm else LEG_STOPS for b in limbs]),
        swing=stack([(1.3, 1.0) if b.arm else (0.7, 0.5) for b in limbs]),
        ends=stack([(3.0, 40.0) if b.arm else (25.0, 200.0) for b in limbs]),
    )


def _statics(k: Chain, d: Drive):
    """Heights of the contacts at the set points, and the joint torques that balance them."""
    sin, cos = np.sin(d.phi), np.cos(d.phi)
    e1, e2 = d.up[:, 0, None], d.up[:, 1, None]
    height = np.einsum("cjb,tjb->tcb", k.reach, cos * e1 + sin * e2)
    slope = -sin * e1 + cos * e2
    carried = d.load * np.exp(-d.lift / k.sink)[:, None]
    torque = np.einsum("tcb,cjb->tjb", carried, k.reach) * slope
    torque -= GRAVITY * k.first * slope
    return height, np.cumsum(torque[:, ::-1], 1)[:, ::-1] * -1.0


def integrate(k: Chain, d: Drive) -> Motion:
    """Step the limbs through time with a linearly implicit Euler rule."""
    steps, _, n = d.torque.shape
    height, hold = _statics(k, d)
    hold = hold.astype(np.float32)
    out = Motion(**{f: np.empty((steps, 5, n), np.float32) for f in ("angle", "rate", "accel")})
    q, w = d.phi[0].astype(float), np.zeros((3, n))
    s, v = np.stack([d.roll[0], d.abd[0]]).astype(float), np.zeros((2, n))
    bristle, twist = np.zeros((2, 3, n)), np.zeros((2, n))
    a, reach, mu, sigma = k.coupling, k.reach, k.friction, k.shear
    a00, a11, a22, a01, a02, a12 = a[0, 0], a[1, 1], a[2, 2], a[0, 1], a[0, 2], a[1, 2]
    grip = np.stack([sigma * k.flank**2, sigma * k.span**2])
    lever = np.stack([k.flank, k.span])
    up12 = d.up[:, :2]
    level = np.sqrt(np.maximum(1 - up12**2, 0.0))
    side = k.stiff[3:], k.damp[3:]
    for t in range(steps):
        sin, cos = np.sin(q), np.cos(q)
        e, h, kk = up12[t], level[t], d.stiff[t]
        slope = cos * e[1] - sin * e[0]
        # contacts: sinking in (power law with Hunt-Crossley damping), sticking and slipping
        z = (reach * (cos * e[0] + sin * e[1])).sum(1) - height[t] + d.lift[t]
        vz = (reach * (slope * w)).sum(1)
        depth = np.clip(1 - z / k.sink, 0, 4)
        normal = d.load[t] * depth * np.sqrt(np.sqrt(depth)) * np.clip(1 - k.rebound * vz, 0, 1.5)
        limit = mu * normal
        along = np.stack([(reach * (-sin * w)).sum(1), (reach * (cos * w)).sum(1)])
        bristle += along * h[:, None] * DT
        stretch = limit / sigma
        bristle = np.clip(bristle, -stretch, stretch)
        drag = (sigma * bristle + 0.3 * normal * along) * h[:, None]
        push = normal * e[:, None] - drag
        load = (push[1][:, None] * reach).sum(0) * cos - (push[0][:, None] * reach).sum(0) * sin
        # joints: passive spring and damper, and muscle with its loss of force at speed
        bend, speed, q_rel = q - d.phi[t], w.copy(), q.copy()
        bend[1:] -= bend[:-1].copy()
        q_rel[1:] -= q[:-1]
        speed[1:] -= w[:-1]
        muscle = d.torque[t]
        pull = muscle[:3]
        pull = pull * np.clip(1 - np.sign(pull) * speed / 14.0, 0, 1.4)
        joint = pull + hold[t] - k.stiff[:3] * kk * bend - k.damp[:3] * np.sqrt(kk) * speed
        over = np.maximum(q_rel - k.limits[1], 0) + np.minimum(q_rel - k.limits[0], 0)
        past = over != 0
        joint -= k.stops[0] * over + k.stops[1] * speed * past
        # linearly implicit: springs and dampers of the joints enter the inertia too, so that a
        # stiffened light hand cannot run away
        root = np.sqrt(kk)
        soft = DT * (k.damp[:3] * root + k.stops[1] * past)
        soft += DT * DT * (k.stiff[:3] * kk + k.stops[0] * past)
        b1, b2 = d.base[t, 0], d.base[t, 1]
        force = joint + load - k.first * (GRAVITY * slope + b2 * cos - b1 * sin)
        force[:2] -= joint[1:]
        # inertia: M = A cos(difference), centrifugal terms A sin(difference) w^2
        c01, s01 = cos[0] * cos[1] + sin[0] * sin[1], sin[0] * cos[1] - cos[0] * sin[1]
        c02, s02 = cos[0] * cos[2] + sin[0] * sin[2], sin[0] * cos[2] - cos[0] * sin[2]
        c12, s12 = cos[1] * cos[2] + sin[1] * sin[2], sin[1] * cos[2] - cos[1] * sin[2]
        ww = w * w
        x01, x02, x12 = a01 * s01, a02 * s02, a12 * s12
        f0 = force[0] - x01 * ww[1] - x02 * ww[2]
        f1 = force[1] + x01 * ww[0] - x12 * ww[2]
        f2 = force[2] + x02 * ww[0] + x12 * ww[1]
        m00, m11, m22 = a00 + soft[0] + soft[1], a11 + soft[1] + soft[2], a22 + soft[2]
        m01, m02, m12 = a01 * c01 - soft[1], a02 * c02, a12 * c12 - soft[2]
        i00, i01, i02 = m11 * m22 - m12 * m12, m02 * m12 - m01 * m22, m01 * m12 - m02 * m11
        i11, i12, i22 = m00 * m22 - m02 * m02, m01 * m02 - m00 * m12, m00 * m11 - m01 * m01
        det = m00 * i00 + m01 * i01 + m02 * i02
        acc = np.stack(
            [
                i00 * f0 + i01 * f1 + i02 * f2,
                i01 * f0 + i11 * f1 + i12 * f2,
                i02 * f0 + i12 * f1 + i22 * f2,
            ]
        )
        acc /= det
        # roll about the long axis, and the swing sideways
        bound = lever * (mu * normal[1])
        twist += v * DT
        twist = np.clip(twist, -bound / grip, bound / grip)
        lag = np.stack([s[0] - d.roll[t], s[1] - d.abd[t]])
        turn = muscle[3:] - side[0] * kk * lag - side[1] * root * v - grip * twist
        far = s - np.clip(s, -k.swing, k.swing)
        turn -= k.ends * far
        turn[1] += k.first.sum(0) * d.base[t, 2]
        swing = turn / (k.spin + DT * side[1] * root + DT * DT * (side[0] * kk + k.ends))
        out.accel[t, :3], out.accel[t, 3:] = acc, swing
        w += acc * DT
        v += swing * DT
        q += w * DT
        s += v * DT
        out.angle[t, :3], out.angle[t, 3:] = q, s
        out.rate[t, :3], out.rate[t, 3:] = w, v
    return out
