"""The sleeper, the partner and the bed as the engine reads them."""

from dataclasses import dataclass

import numpy as np

STEP_S = 0.005
SIDES = ("l", "r")
TRUNK_JOINTS = ("spine_flex", "spine_side", "spine_twist", "neck_flex")
LEG_JOINTS = ("hip_flex", "hip_out", "hip_turn", "knee", "ankle")
ARM_JOINTS = ("shoulder_flex", "shoulder_out", "shoulder_turn", "elbow", "pronation")
JOINTS = TRUNK_JOINTS + tuple(f"{j}_{s}" for s in SIDES for j in LEG_JOINTS + ARM_JOINTS)
PARTNER_JOINTS = tuple(f"p_{j}_{s}" for s in SIDES for j in ("hip_flex", "knee", "ankle"))
SPOTS = ("shank_l", "shank_r", "forearm_l", "forearm_r")
FRAME_AXES = ("frame_x", "frame_y", "frame_z", "frame_roll", "frame_pitch")

STRONGEST = {
    "spine_flex": 90.0, "spine_side": 70.0, "spine_twist": 50.0, "neck_flex": 14.0,
    "hip_flex": 90.0, "hip_out": 60.0, "hip_turn": 30.0, "knee": 60.0,
    "ankle": 30.0, "shoulder_flex": 26.0, "shoulder_out": 24.0,
    "shoulder_turn": 11.0, "elbow": 17.0, "pronation": 2.5,
}  # fmt: skip
"""Torque of a muscle at full activation, N m; a third or so of what men can do awake."""

LAX = {
    "spine_flex": (40.0, 5.0), "spine_side": (40.0, 5.0), "spine_twist": (30.0, 3.5),
    "neck_flex": (5.0, 0.6), "hip_flex": (7.0, 1.4), "hip_out": (14.0, 1.6),
    "hip_turn": (7.0, 0.6), "knee": (5.0, 0.8), "ankle": (7.0, 0.35),
    "shoulder_flex": (4.0, 0.5), "shoulder_out": (4.0, 0.5), "shoulder_turn": (2.5, 0.25),
    "elbow": (2.2, 0.3), "pronation": (1.2, 0.07),
}  # fmt: skip
"""Passive stiffness N m/rad and damping N m s/rad of joints in sleep."""


def plain(joint: str) -> str:
    """Name of a joint without person and side."""
    name = joint.removeprefix("p_")
    return name[:-2] if name[-2:] in {"_l", "_r"} else name


@dataclass(frozen=True, kw_only=True)
class Bed:
    """What is drawn of bed and bodies for a night.

    Parameters
    ----------
    mass : float
        Of the sleeper, kg.
    height : float
        Of the sleeper, m.
    slab_stiffness, slab_damping : float
        Of one slab of mattress, N/m and share of critical damping.
    neighbour : float
        Stiffness between neighbouring slabs over that of a slab.
    cushion_s, cushion_ratio : float
        Time constant and damping ratio of the contact.
    friction : float
        Of skin or cloth on the sheet.
    frame_hz, frame_ratio : float
        Vertical resonance of the frame under its own mass, and damping.
    frame_mass : float
        Frame with mattress, kg.
    drag : float
        Of the blanket: damping added to root and joints, N s/m and shares of it in N m s/rad.
    lax : float
        Factor on passive stiffness and damping of joints.
    rise_s, fall_s : float
        First-order activation of muscles.
    partner : bool
        A second sleeper lies on the same bed.
    partner_mass : float
        Kg.
    """

    mass: float
    height: float
    slab_stiffness: float
    slab_damping: float
    neighbour: float
    cushion_s: float
    cushion_ratio: float
    friction: float
    frame_hz: float
    frame_ratio: float
    frame_mass: float
    drag: float
    lax: float
    rise_s: float
    fall_s: float
    partner: bool
    partner_mass: float


def draw_bed(rng: np.random.Generator, *, partner: bool) -> Bed:
    """Draw bed and bodies of a night."""
    return Bed(
        mass=float(rng.uniform(55, 100)),
        height=float(rng.uniform(1.55, 1.9)),
        slab_stiffness=float(np.exp(rng.uniform(np.log(1800), np.log(6000)))),
        slab_damping=float(rng.uniform(0.25, 0.9)),
        neighbour=float(rng.uniform(0.1, 1.0)),
        cushion_s=float(rng.uniform(0.025, 0.07)),
        cushion_ratio=float(rng.uniform(0.7, 1.5)),
        friction=float(rng.uniform(0.45, 1.0)),
        frame_hz=float(rng.uniform(6, 16)),
        frame_ratio=float(rng.uniform(0.03, 0.15)),
        frame_mass=float(rng.uniform(40, 90)),
        drag=float(np.exp(rng.uniform(np.log(2.0), np.log(30.0)))),
        lax=float(np.exp(rng.normal(0, 0.3))),
        rise_s=float(rng.uniform(0.02, 0.08)),
        fall_s=float(rng.uniform(0.04, 0.15)),
        partner=partner,
        partner_mass=float(rng.uniform(55, 100)),
    )


def _hinge(name: str, axis: tuple[float, float, float], bed: Bed) -> str:
    stiffness, damping = LAX[plain(name)]
    return (
        f'<joint name="{name}" type="hinge" axis="{axis[0]} {axis[1]} {axis[2]}" '
        f'stiffness="{stiffness * bed.lax:.3f}" '
        f'damping="{1.4 * damping * bed.lax + 0.015 * bed.drag * min(1.0, damping):.3f}" '
        f'armature="0.01"/>'
    )


def _capsule(start: tuple[float, ...], end: tuple[float, ...], radius: float, mass: float) -> str:
    ends = " ".join(f"{v:.4f}" for v in start + end)
    return f'<geom class="flesh" type="capsule" fromto="{ends}" size="{radius}" mass="{mass:.3f}"/>'


def _barrel(low: float, high: float, mass: float) -> str:
    return "".join(
        _capsule((low, y, z), (high, y, z), 0.05, mass / 4)
        for y in (-0.12, 0.12)
        for z in (-0.06, 0.06)
    )


def _pelvis(mass: float) -> str:
    return "".join(_capsule((0, -0.12, z), (0, 0.12, z), 0.05, mass / 2) for z in (-0.065, 0.065))


def _leg(side: str, bed: Bed, *, person: str = "") -> str:
    s = 1.0 if side == "l" else -1.0
    kg = (bed.partner_mass if person else bed.mass) / 100.0
    m = bed.height / 1.75
    tail = f"_{side}"
    full = not person
    hips = _hinge(f"{person}hip_flex{tail}", (0, 1, 0), bed)
    if full:
        hips += _hinge(f"hip_out{tail}", (0, 0, s), bed) + _hinge(f"hip_turn{tail}", (s, 0, 0), bed)
    site = (
        f'<site name="shank{tail}" pos="{-0.34 * m:.4f} 0 0.035"/>'
        f'<site name="knee_grip{tail}" pos="{-0.2 * m:.4f} 0 0"/>'
        if full
        else ""
    )
    return f"""
    <body name="{person}thigh{tail}" pos="{-0.06 * m:.4f} {-0.09 * s * m:.4f} 0">{hips}
      {_capsule((-0.05 * m, 0, 0), (-0.36 * m, 0, 0), 0.065, 10.0 * kg)}
      <body name="{person}shank{tail}" pos="{-0.42 * m:.4f} 0 0">
        {_hinge(f"{person}knee{tail}", (0, -1, 0), bed)}
        {_capsule((-0.03 * m, 0, -0.01), (-0.38 * m, 0, 0), 0.042, 4.5 * kg)}{site}
        <body name="{person}foot{tail}" pos="{-0.42 * m:.4f} 0 0">
          {_hinge(f"{person}ankle{tail}", (0, 1, 0), bed)}
          {_capsule((-0.01, 0, -0.03), (-0.02, 0, 0.17 * m), 0.035, 1.5 * kg)}
        </body>
      </body>
    </body>"""


def _arm(side: str, bed: Bed) -> str:
    s = 1.0 if side == "l" else -1.0
    kg = bed.mass / 100.0
    m = bed.height / 1.75
    tail = f"_{side}"
    return f"""
    <body name="upper_arm{tail}" pos="{0.40 * m:.4f} {-0.19 * s * m:.4f} 0">
      {_hinge(f"shoulder_flex{tail}", (0, 1, 0), bed)}
      {_hinge(f"shoulder_out{tail}", (0, 0, s), bed)}
      {_hinge(f"shoulder_turn{tail}", (s, 0, 0), bed)}
      {_capsule((-0.03, 0, 0), (-0.26 * m, 0, 0), 0.042, 2.8 * kg)}
      <body name="forearm{tail}" pos="{-0.29 * m:.4f} 0 0">
        {_hinge(f"elbow{tail}", (0, 1, 0), bed)}{_hinge(f"pronation{tail}", (s, 0, 0), bed)}
        {_capsule((-0.02, 0, 0), (-0.24 * m, 0, 0), 0.033, 1.6 * kg)}
        <site name="forearm{tail}" pos="{-0.22 * m:.4f} {-0.03 * s} 0.01"/>
        <body name="hand{tail}" pos="{-0.26 * m:.4f} 0 0">
          {_capsule((-0.03, 0, 0), (-0.12 * m, 0, 0.01), 0.028, 0.6 * kg)}
        </body>
      </body>
    </body>"""


def _sleeper(bed: Bed) -> str:
    kg = bed.mass / 100.0
    m = bed.height / 1.75
    trunk = _barrel(0.08, 0.42 * m, 34.0 * kg)
    return f"""
    <body name="pelvis" pos="0 0 0.3"><joint name="root" type="free" damping="{bed.drag:.3f}"/>
      {_pelvis(13.0 * kg)}
      {_leg("l", bed)}{_leg("r", bed)}
      <body name="thorax" pos="{0.10 * m:.4f} 0 0">
        {_hinge("spine_flex", (0, -1, 0), bed)}{_hinge("spine_side", (0, 0, 1), bed)}
        {_hinge("spine_twist", (1, 0, 0), bed)}{trunk}
        <body name="head" pos="{0.50 * m:.4f} 0 0">
          {_hinge("neck_flex", (0, -1, 0), bed)}
          {_capsule((0.10, 0, 0), (0.14, 0, 0.02), 0.09, 6.0 * kg)}
        </body>
        {_arm("l", bed)}{_arm("r", bed)}
      </body>
    </body>"""


def _partner(bed: Bed) -> str:
    kg = bed.partner_mass / 100.0
    return f"""
    <body name="p_pelvis" pos="0 0.75 0.3"><freejoint name="p_root"/>
      {_pelvis(15.0 * kg)}{_barrel(0.2, 0.55, 52.0 * kg)}
      {_leg("l", bed, person="p_")}{_leg("r", bed, person="p_")}
    </body>"""


def _slabs(bed: Bed) -> tuple[str, str]:
    rows = (("up", 0.16, 1.2), ("low", -0.8, 0.16))
    columns = [("l", -0.7, 0.0), ("r", 0.0, 0.37)]
    if bed.partner:
        columns += [("p", 0.37, 0.75), ("q", 0.75, 1.5)]
    else:
        columns[1] = ("r", 0.0, 0.7)
    text, springs = [], []
    names = []
    for row, x0, x1 in rows:
        for column, y0, y1 in columns:
            name = f"slab_{row}_{column}"
            names.append((row, column, name))
            kg = 3.0
            k = bed.slab_stiffness * 1.5
            c = 2 * bed.slab_damping * np.sqrt(k * (kg + 15))
            text.append(
                f'<body name="{name}" pos="{(x0 + x1) / 2:.4f} {(y0 + y1) / 2:.4f} 0">'
                f'<joint name="{name}" type="slide" axis="0 0 1" stiffness="{k:.1f}" '
                f'damping="{c:.2f}"/><geom class="bed" type="box" mass="{kg}" '
                f'size="{(x1 - x0) / 2:.4f} {(y1 - y0) / 2:.4f} 0.1" pos="0 0 -0.1"/></body>'
            )
    for i, (row, column, name) in enumerate(names):
        for other_row, other_column, other in names[i + 1 :]:
            if row == other_row or column == other_column:
                near = abs(
                    [c[0] for c in columns].index(column)
                    - [c[0] for c in columns].index(other_column)
                )
                if near > 1:
                    continue
                k = bed.slab_stiffness * bed.neighbour
                springs.append(
                    f'<fixed name="{name}-{other}" stiffness="{k:.1f}" damping="{k * 0.01:.2f}" '
                    f'springlength="0"><joint joint="{name}" coef="1"/>'
                    f'<joint joint="{other}" coef="-1"/></fixed>'
                )
    return "".join(text), "".join(springs)


def _muscles(bed: Bed) -> str:
    lines = []
    for joint in JOINTS + (PARTNER_JOINTS if bed.partner else ()):
        force = STRONGEST[plain(joint)]
        for sign, gear in (("+", 1), ("-", -1)):
            lines.append(
                f'<general name="{joint}{sign}" joint="{joint}" gear="{gear}" dyntype="muscle" '
                f'dynprm="{bed.rise_s:.4f} {0.6 * bed.fall_s:.4f} 0" gaintype="affine" '
                f'gainprm="{force} {-0.35 * force:.3f} {-0.09 * force:.3f}" ctrlrange="0 1"/>'
            )
    for joint in JOINTS:
        lines.append(
            f'<general name="{joint}=" joint="{joint}" gainprm="0" biastype="affine" '
            f'biasprm="0 0 0"/>'
        )
    for axis in FRAME_AXES:
        lines.append(f'<motor name="{axis}!" joint="{axis}"/>')
    for spot in ("knee_grip_l", "knee_grip_r", "forearm_l", "forearm_r"):
        for axis, gear in zip("xyz", ("1 0 0", "0 1 0", "0 0 1"), strict=True):
            lines.append(
                f'<general name="{spot}{axis}" site="{spot}" refsite="origin" gear="{gear} 0 0 0"/>'
            )
    return "".join(lines)


def mjcf(bed: Bed) -> str:
    """Text of the model."""
    slabs, springs = _slabs(bed)
    stiff = bed.frame_mass * (2 * np.pi * bed.frame_hz) ** 2
    damp = 2 * bed.frame_ratio * np.sqrt(stiff * bed.frame_mass)
    sway, sway_damp = stiff * 0.25, damp * 0.6
    turn, turn_damp = stiff * 0.3, damp * 0.3
    swaying = f'stiffness="{sway:.1f}" damping="{sway_damp:.2f}"'
    turning = f'stiffness="{turn:.1f}" damping="{turn_damp:.2f}"'
    sensors = "".join(f'<accelerometer name="{s}" site="{s}"/>' for s in SPOTS)
    return f"""
<mujoco>
  <compiler angle="radian"/>
  <option timestep="{STEP_S}" integrator="implicitfast" impratio="0.7" iterations="6"
    ls_iterations="8" tolerance="1e-6"/>
  <size memory="8M"/>
  <default>
    <default class="flesh"><geom contype="0" conaffinity="1" friction="{bed.friction:.3f} .01 .001"
      solref="{bed.cushion_s:.4f} {bed.cushion_ratio:.3f}" solimp=".3 .9 .08"/></default>
    <default class="bed"><geom contype="1" conaffinity="0" friction="{bed.friction:.3f} .01 .001"
      solref="{bed.cushion_s:.4f} {bed.cushion_ratio:.3f}" solimp=".3 .9 .08"/></default>
  </default>
  <worldbody>
    <site name="origin" pos="0 0 0"/>
    <body name="guide" mocap="true" pos="0 0 0.3"/>
    <body name="frame">
      <joint name="frame_x" type="slide" axis="1 0 0" {swaying}/>
      <joint name="frame_y" type="slide" axis="0 1 0" {swaying}/>
      <joint name="frame_z" type="slide" axis="0 0 1" stiffness="{stiff:.1f}" damping="{damp:.2f}"/>
      <joint name="frame_roll" type="hinge" axis="1 0 0" {turning}/>
      <joint name="frame_pitch" type="hinge" axis="0 1 0" {turning}/>
      <inertial pos="0 0 -0.2" mass="{bed.frame_mass:.2f}" diaginertia="10 20 25"/>
      {slabs}
    </body>
    {_sleeper(bed)}
    {_partner(bed) if bed.partner else ""}
  </worldbody>
  <tendon>{springs}</tendon>
  <equality><weld name="guide" body1="guide" body2="pelvis" relpose="0 0 0 1 0 0 0"
    solref="0.12 1" solimp=".5 .8 .05" active="false"/></equality>
  <actuator>{_muscles(bed)}</actuator>
  <sensor>{sensors}</sensor>
</mujoco>"""
