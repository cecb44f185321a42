"""Drawing a picture from outside once, in a process of its own with little time and memory.

What the child can draw within its bounds, the build can draw too; what it cannot is refused.
"""

import subprocess
import sys
from pathlib import Path

import badgesite
from badgesite.artwork.gate.refusal import Limits, RefusalError
from badgesite.artwork.raster import png, require_cairo
from badgesite.errors import BadgesiteError

_WIDTH = 600
_NO_CAIRO = 3
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from badgesite.artwork.gate.trial import child; child(int(sys.argv[2]), int(sys.argv[3]))"
)
_REMEDY = "make it simpler: fewer parts, smaller pictures inside, no patterns of patterns"


def try_drawing(svg: bytes, limits: Limits) -> None:
    """Draw the picture in a child; RefusalError when it takes too much or cannot be drawn."""
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
    try:
        done = subprocess.run(  # noqa: S603 - our own code, the picture on its standard input
            command, input=svg, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise RefusalError("takes too long to draw", _REMEDY) from None
    if done.returncode == _NO_CAIRO:
        require_cairo()  # says what is missing, and how to get it
    if done.returncode < 0:
        raise RefusalError("takes too long or too much memory to draw", _REMEDY)
    if done.returncode:
        raise RefusalError("cannot be drawn", _REMEDY)


def child(memory: int, cpu_seconds: int) -> None:
    """Bound this process, then draw what stands on standard input; the exit code tells all."""
    try:
        require_cairo()  # before the bounds: looking for the library writes temporary files
    except BadgesiteError:
        sys.exit(_NO_CAIRO)
    _bounded(memory, cpu_seconds)
    try:
        png(sys.stdin.buffer.read(), _WIDTH)
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
