"""The tests cannot reach another machine."""

import socket

import pytest


def test_another_machine_is_out_of_reach():
    with socket.socket() as door, pytest.raises(PermissionError):
        door.connect(("192.0.2.1", 80))
