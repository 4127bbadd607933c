"""The figure that is timed: five rules, 300 steps each."""

from adamedu.landscapes import ravine
from adamedu.rules import adagrad, adam, momentum, rmsprop, sgd
from adamedu.scene import loss_line, loss_panel, map_panel, path_line, scene, walk


def race(lr):
    land, paths, losses = ravine(), [], []
    for rule in (sgd, momentum, adagrad, rmsprop, adam):
        points, name = walk(rule, land, land.start, 300, lr=lr), rule.__name__
        paths.append(path_line(points, name, name))
        losses.append(loss_line(land, points, name, name))
    return scene(map_panel(land, paths), loss_panel(losses, 300), alt=f"lr {lr:.3g}")
