"""Drawing pictures from outside once, in a process of its own with little time and memory.

What the child can draw within its bounds, the build can draw too; what it cannot is refused. To
start a child takes far longer than to draw, so several pictures share one: when they all come
through, so would each alone, for they shared its bounds. What came through once in this process is
not tried again.
"""

import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import badgesite
from badgesite.artwork.gate.refusal import Limits, RefusalError
from badgesite.artwork.raster import pixels, require_cairo
from badgesite.errors import BadgesiteError

_WIDTH = 600
_TOGETHER = 16  # pictures for one child: a few hundredths of a second each, of the three it has
_LENGTH = 4  # bytes before each picture on the child's standard input
_NO_CAIRO = 3
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from badgesite.artwork.gate.trial import child; child(int(sys.argv[2]), int(sys.argv[3]))"
)
_REMEDY = "make it simpler: fewer parts, smaller pictures inside, no patterns of patterns"
_came_through: set[bytes] = set()


def try_drawing(svgs: Sequence[bytes], limits: Limits) -> list[RefusalError | None]:
    """Draw the pictures in children; of each return why it is refused, if it is.

    BadgesiteError only when this machine lacks what draws pictures.
    """
    new = [svg for svg in dict.fromkeys(svgs) if _key(svg, limits) not in _came_through]
    said: dict[bytes, RefusalError | None] = {}
    for start in range(0, len(new), _TOGETHER):
        several = new[start : start + _TOGETHER]
        together = _refusal(several, limits)
        for svg in several:
            alone = together is None or len(several) == 1
            said[svg] = together if alone else _refusal([svg], limits)
    _came_through.update(_key(svg, limits) for svg, refusal in said.items() if refusal is None)
    return [said.get(svg) for svg in svgs]


def _key(svg: bytes, limits: Limits) -> bytes:
    return sha256(
        f"{limits.memory} {limits.cpu_seconds} {limits.seconds}\n".encode() + svg
    ).digest()


def _refusal(svgs: Sequence[bytes], limits: Limits) -> RefusalError | None:
    """Return why a child could not draw all of these."""
    code = str(Path(badgesite.__file__).parent.parent)
    command = [
        sys.executable,
        "-I",
        "-c",
        _CHILD,
        code,
        str(limits.memory),
        str(limits.cpu_seconds),
    ]
    sent = b"".join(len(svg).to_bytes(_LENGTH, "big") + svg for svg in svgs)
    try:
        done = subprocess.run(  # noqa: S603 - our own code, the pictures on its standard input
            command, input=sent, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return RefusalError("takes too long to draw", _REMEDY)
    if done.returncode == _NO_CAIRO:
        require_cairo()  # says what is missing, and how to get it
    if done.returncode < 0:
        return RefusalError("takes too long or too much memory to draw", _REMEDY)
    return RefusalError("cannot be drawn", _REMEDY) if done.returncode else None


def child(memory: int, cpu_seconds: int) -> None:
    """Bound this process, then draw what stands on standard input; the exit code tells all."""
    try:
        require_cairo()  # before the bounds: looking for the library writes temporary files
    except BadgesiteError:
        sys.exit(_NO_CAIRO)
    _bounded(memory, cpu_seconds)
    try:
        while length := sys.stdin.buffer.read(_LENGTH):
            pixels(sys.stdin.buffer.read(int.from_bytes(length, "big")), _WIDTH)
    except Exception:
        sys.exit(1)


def _bounded(memory: int, cpu_seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent's clock alone bounds the child
        return
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for kind, most in wanted.items():
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (bound, hard))
        except (ValueError, OSError):  # macOS does not bound memory
            continue
