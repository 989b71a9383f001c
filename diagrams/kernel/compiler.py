"""AssemblyScript at work on `convolve.ts`."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "convolve.ts"
BINARY = HERE.parent.parent / "docs" / "assets" / "explorer" / "convolve.wasm"
TOOLS = Path(sys.prefix) / "kernel"  # beside Python's packages: what it weighs is no part of the sources
NODE = Path(sys.executable).with_name("node")
COMPILER = TOOLS / "node_modules" / "assemblyscript" / "bin" / "asc.js"
OPTIONS = ("-O3", "--enable", "simd", "--runtime", "stub", "--noAssert", "--noColors")


class Broken(RuntimeError):
    """The compiler is missing, or what it said."""


def missing() -> str:
    """What has to be installed first; "" when all is there."""
    paths = [path for path in (NODE, COMPILER) if not path.is_file()]
    return f"no {paths[0]}: `make kernel` installs it" if paths else ""


def compiled() -> bytes:
    """The WebAssembly that the source stands for. Raises Broken."""
    if reason := missing():
        raise Broken(reason)
    made = TOOLS / "convolve.wasm"
    done = subprocess.run([NODE, COMPILER, SOURCE.name, "-o", made, *OPTIONS], cwd=HERE, capture_output=True, text=True,
                          check=False)
    if done.returncode:
        raise Broken(done.stderr or done.stdout)
    return made.read_bytes()
