"""Backends that need weights: the only place where torch, diffusers and transformers are imported, and only on use.

Everything here is tested with real pipelines of the real classes (Stable Diffusion 1.5, SDXL with and without an
IP-Adapter and a LoRA, LCM, Z-Image, FLUX.2 klein, Wan 2.1 and 2.2, LTX-Video, a Qwen3 chat model) built tiny with
random weights, saved to disk and loaded from it, on a CPU. What was not tried, for want of weights and of a graphics
card: full-size models, half precision, offloading, and how the pictures look.
"""
