"""Numbers that know their derivatives, for the programs that write golden values.

Each of these has its own traversal from a result to its leaves: another order of additions changes last digits of its file.
"""
import math


class Number:
    """A number with the numbers that it was computed from, and the derivatives by them."""

    def __init__(self, value, parents=()):
        self.value, self.parents, self.gradient = value, parents, 0.0

    def __add__(self, other):
        other = number(other)
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = number(other)
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -number(other)

    def __truediv__(self, other):
        other = number(other)
        return Number(self.value / other.value,
                      ((self, 1.0 / other.value), (other, -self.value / other.value ** 2)))

    __radd__, __rmul__ = __add__, __mul__


def number(value):
    return value if isinstance(value, Number) else Number(float(value))


def exp(a):
    value = math.exp(a.value)
    return Number(value, ((a, value),))


def log(a):
    return Number(math.log(a.value), ((a, 1.0 / a.value),))


def tanh(a):
    value = math.tanh(a.value)
    return Number(value, ((a, 1.0 - value * value),))


def total(numbers):
    return sum(numbers, number(0.0))
