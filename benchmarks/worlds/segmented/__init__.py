"""Muscles, joints and forward kinematics of leg and arm, loose straps, blankets."""
