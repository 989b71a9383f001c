"""Compile the explorer's convolution: python -m diagrams.kernel"""

import sys

from diagrams.kernel import compiler

if __name__ == "__main__":
    try:
        compiler.BINARY.write_bytes(compiler.compiled())
    except compiler.Broken as reason:
        sys.exit(f"not compiled: {reason}")
