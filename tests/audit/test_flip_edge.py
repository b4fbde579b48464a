import numpy as np
import pytest

from detente.audit.flip_edge import COMB, Edge, Edges


def felt(normal, point, aside=()):
    """Return the points to which a flat edge through a point leads, felt from just beyond it."""
    edge = Edge(1.002 * point, [*np.flatnonzero(point), *aside])
    while not edge.felt:
        edge.learn([float(normal @ one) > float(normal @ point) for one in edge.propose()])
    return edge


def test_a_flat_edge_is_felt_to_lean_as_it_does():
    normal = np.array([2.0, 1.0, -1.0, 0.5, 0.0, 0.0])
    point = np.array([1.0, 0.0, 0.0, 0.0, 0.0, 0.0])
    edge = felt(normal, point, aside=range(1, 6))
    foot = edge.nearest()[0]
    cosine = float(foot @ normal) / np.linalg.norm(foot) / np.linalg.norm(normal)
    assert cosine > 0.97
    assert edge.leaning[0] == 0
    assert set(edge.leaning) == {0, 1, 2, 3}


def test_an_edge_square_to_the_ray_leads_nowhere_else():
    point = np.array([0.0, 3.0])
    foot = felt(point, point, aside=[0]).nearest()[0]
    assert foot == pytest.approx([0.0, 3.0], abs=0.02)


def test_the_way_is_looked_at_before_an_edge_is_felt():
    edges, point = Edges(), np.array([0.5, 0.0, 1.0])
    asked = edges.begin(point, [0, 1, 2])
    assert len(asked) == 2 * len(COMB)
    assert all(one[1] == 0 and np.linalg.norm(one) < np.linalg.norm(point) for one in asked)
    assert edges.now is None
    assert edges.begin(point, [0, 1, 2]) == []
    assert edges.now is not None
