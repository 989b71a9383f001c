"""The convolution of the explorer in WebAssembly: its source, and what compiles it."""
