"""A rigid lever: how its angles follow what muscles ask for, and what a sensor on it feels."""

from dataclasses import dataclass

import numpy as np

from benchmarks.worlds.levers.draws import Floats

RATE = 200.0
"""Steps per second of everything before the sensor. Chosen: twice the fastest sensor."""
GRAVITY = 9.81
SLOW = 0.02
"""Speed below which friction no longer grips fully, rad/s. Chosen: stable at `RATE`."""
CHUNK = 96
"""Strands that are solved side by side. Chosen: fast enough without much padding."""


@dataclass(frozen=True, kw_only=True)
class Tissue:
    """What holds one limb.

    Parameters
    ----------
    hertz : float
        Natural frequency of limb and muscle, Hz.
    damping : float
        Share of critical damping; below 1 the limb overshoots.
    grip : float
        Angle that friction on the sheet can hold, rad.
    floor : float
        Natural frequency of the limb on the mattress that it falls on, Hz.
    harden : float
        Growth of stiffness with the square of the stretch, 1/rad^2.
    """

    hertz: float
    damping: float
    grip: float
    floor: float
    harden: float


def follow(commands: list[Floats], torques: list[Floats], tissues: list[Tissue]) -> list[Floats]:
    """Solve all limbs' equations of motion side by side.

    The muscle pulls the limb toward an angle that it commands, with a stiffness that hardens; dry
    friction holds it back, and below its rest the pitch meets a mattress that only pushes. So
    neither the size nor the end of a movement scales with its command.

    Parameters
    ----------
    commands : list of ndarray, shape (n, 3)
        Commanded pitch, roll and yaw about rest, rad.
    torques : list of ndarray, shape (n, 3)
        Further pull as angular acceleration, rad/s^2.
    tissues : list of Tissue
        Of each limb.

    Returns
    -------
    list of ndarray, shape (n, 3)
        Angles about rest, rad, which come to a stop at their end.
    """
    out: list[Floats] = [np.zeros((0, 3))] * len(commands)
    order = sorted(range(len(commands)), key=lambda each: len(commands[each]))
    for first in range(0, len(order), CHUNK):
        ranks = order[first : first + CHUNK]
        solved = _solve(
            [commands[rank] for rank in ranks],
            [torques[rank] for rank in ranks],
            [tissues[rank] for rank in ranks],
        )
        for column, rank in enumerate(ranks):
            out[rank] = _stop(solved[: len(commands[rank]), column].copy())
    return out


def _solve(commands: list[Floats], torques: list[Floats], tissues: list[Tissue]) -> Floats:
    count, many = max(len(each) for each in commands), len(commands)
    asked, pushed = np.zeros((count, many, 3)), np.zeros((count, many, 3))
    for column, (command, torque) in enumerate(zip(commands, torques, strict=True)):
        asked[: len(command), column] = command
        asked[len(command) :, column] = command[-1]
        pushed[: len(torque), column] = torque
    step = 1.0 / RATE
    pull = np.array([[(2 * np.pi * each.hertz) ** 2] for each in tissues])
    drag = np.array([[4 * np.pi * each.hertz * each.damping] for each in tissues])
    grip = pull * np.array([[each.grip] for each in tissues])
    # one step must not turn a slow limb around
    grip = np.minimum(grip, SLOW / step)
    harden = np.array([[each.harden] for each in tissues])
    floor = np.array([(2 * np.pi * each.floor) ** 2 for each in tissues])
    bounce = 0.5 * np.sqrt(floor)
    angle, speed = np.zeros((many, 3)), np.zeros((many, 3))
    out = np.zeros((count, many, 3))
    for index in range(count):
        miss = asked[index] - angle
        force = pull * miss * (1.0 + harden * miss * miss) - drag * speed
        force += pushed[index] - grip * np.tanh(speed / SLOW)
        sunk = np.minimum(angle[:, 0], 0.0)
        force[:, 0] -= floor * sunk + bounce * (sunk < 0.0) * np.minimum(speed[:, 0], 0.0)
        speed += step * force
        angle += step * speed
        out[index] = angle
    return out


def _stop(angles: Floats) -> Floats:
    count = min(int(0.6 * RATE), len(angles))
    fade = 0.5 + 0.5 * np.cos(np.linspace(0.0, np.pi, count))[:, None]
    angles[-count:] = angles[-1] + fade * (angles[-count:] - angles[-1])
    return angles


def gravity(angles: Floats) -> Floats:
    """What a still accelerometer on the lever reads.

    Parameters
    ----------
    angles : ndarray, shape (..., 3)
        Pitch of the far end above the horizontal, roll about the long axis, yaw, rad.

    Returns
    -------
    ndarray, shape (..., 3)
        Along the lever, sideways and up from it, g.
    """
    pitch, roll = angles[..., 0], angles[..., 1]
    level = np.cos(pitch)
    return np.stack([np.sin(pitch), level * np.sin(roll), level * np.cos(roll)], axis=-1)


def swung(angles: Floats, arm: Floats) -> Floats:
    """Tangential and centripetal acceleration at a place on the lever, without gravity.

    Parameters
    ----------
    angles : ndarray, shape (n, 3)
        Pitch, roll, yaw at `RATE`, rad.
    arm : ndarray, shape (3,)
        From the joint to the sensor in the lever's frame, m.

    Returns
    -------
    ndarray, shape (n, 3)
        In the lever's frame, g.
    """
    rates = np.gradient(angles, 1.0 / RATE, axis=0)
    roll = angles[:, 1]
    turn = rates[:, 2, None] * gravity(angles)
    turn[:, 0] += rates[:, 1]
    turn[:, 1] -= rates[:, 0] * np.cos(roll)
    turn[:, 2] += rates[:, 0] * np.sin(roll)
    spin = np.gradient(turn, 1.0 / RATE, axis=0)
    across = np.cross(spin, arm) + np.cross(turn, np.cross(turn, arm))
    return np.asarray(across / GRAVITY)


def into(angles: Floats, world: Floats) -> Floats:
    """Vectors of the room (forward, sideways, up) as the lever sees them; yaw is left out.

    Parameters
    ----------
    angles, world : ndarray, shape (n, 3)
        Angles, rad, and vectors.

    Returns
    -------
    ndarray, shape (n, 3)
        In the lever's frame.
    """
    sine, level = np.sin(angles[:, 0]), np.cos(angles[:, 0])
    along = level * world[:, 0] + sine * world[:, 2]
    lift = -sine * world[:, 0] + level * world[:, 2]
    swing, stay = np.sin(angles[:, 1]), np.cos(angles[:, 1])
    return np.stack(
        [along, stay * world[:, 1] + swing * lift, stay * lift - swing * world[:, 1]], axis=1
    )
