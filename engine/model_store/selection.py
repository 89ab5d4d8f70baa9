"""Which files of a repository are needed: safetensors, configurations, tokenizers, the licence. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from data.catalogue import Model
from domain.errors import Unavailable
from engine.model_store.manifest import RemoteFile
from engine.neural.weights import components, is_weightless

INDEX = "model_index.json"
SMALL_MAX = 128 * 10**6
"""Bytes that a configuration or a tokenizer may have; the largest tokenizers have 35 MB."""

_GB = 10**9
_SMALL = (".json", ".txt", ".model", ".jinja")
_OTHER_FORMAT = re.compile(r"(^|[._-])(bin|onnx|openvino|flax|msgpack|tf|h5|pt|pth|ckpt|gguf)([._-]|$)")
_SHARD = re.compile(r"-\d{5}-of-\d{5}")
_STEMS = ("diffusion_pytorch_model", "model")
_LICENCE = re.compile(r"(licen[cs]e|notice)[\w.-]*", re.IGNORECASE)
_HALF = "fp16"


def choose(model: Model, listed: Sequence[RemoteFile], index: Mapping[str, Any] | None) -> tuple[RemoteFile, ...]:
    """The files to download, in the order in which they are.

    Args:
        listed: all files of the repository.
        index: the content of its model_index.json, where it has one.

    Raises:
        Unavailable: the repository does not hold the model in a form that the studio loads, or is far larger than
            the catalogue says.
    """
    if model.by_hand:
        raise Unavailable(f"{model.title} has weights that can run code. It is not downloaded: put it there by hand.")
    wanted = _wanted(model, listed, index)
    names = {file.path for file in wanted}
    chosen = tuple(file for file in listed if file.path in names)
    _check_sizes(model, chosen)
    return chosen


def _wanted(model: Model, listed: Sequence[RemoteFile], index: Mapping[str, Any] | None) -> list[RemoteFile]:
    top = [file for file in listed if not file.folder]
    licences = [file for file in top if _LICENCE.fullmatch(file.name)]
    if model.base:
        return [*_only(top, model.lora_file), *licences]
    if index is None:
        return [*_small(top), *_weights(top, "the repository"), *_voices(model, listed), *licences]
    found = [*_only(top, INDEX), *licences]
    for part, class_name in components(index).items():
        inside = [file for file in listed if file.folder == part]
        found += _small(inside)
        if not is_weightless(class_name):
            found += _weights(inside, part)
    return found


def _voices(model: Model, listed: Sequence[RemoteFile]) -> list[RemoteFile]:
    """Of a model that speaks, the voices that the studio has names for."""
    names = {f"{name}.safetensors" for name in model.speech.voices.values()} if model.speech else set()
    return [file for file in listed if file.folder == "voices" and file.name in names]


def _only(files: Sequence[RemoteFile], name: str) -> list[RemoteFile]:
    found = [file for file in files if file.name == name]
    if not found:
        raise Unavailable(f"The repository has no {name}.")
    return found


def _small(files: Sequence[RemoteFile]) -> list[RemoteFile]:
    """Configurations and tokenizers; the tables of contents of weights go with the weights."""
    return [
        file
        for file in files
        if file.name.endswith(_SMALL) and ".index." not in file.name and not _OTHER_FORMAT.search(file.name)
    ]


def _weights(files: Sequence[RemoteFile], where: str) -> list[RemoteFile]:
    """One set of weights: half precision where there is one (the catalogue's sizes count on it), else the full one.

    Where the same weights lie there in one piece and in shards with a table of contents, the shards are taken: that is
    what the loaders look for first.
    """
    weights = [file for file in files if file.name.endswith(".safetensors") and _variant(file.name) is not None]
    for variant in (_HALF, ""):
        chosen = [file for file in weights if _variant(file.name) == variant]
        tables = [file for file in files if _is_table(file.name, variant)]
        shards = [file for file in chosen if _SHARD.search(file.name)]
        if shards and tables:
            return [*tables, *shards]
        if chosen and not shards:
            return chosen
    raise Unavailable(f"{where} has no safetensors weights; other formats are not loaded, since they can run code.")


def _variant(name: str) -> str | None:
    """ "fp16" of "model.fp16.safetensors", "" of "model-00001-of-00002.safetensors"; None for other weights."""
    stem, _, variant = _SHARD.sub("", name.removesuffix(".safetensors")).partition(".")
    return variant if stem in _STEMS else None


def _is_table(name: str, variant: str) -> bool:
    if not name.endswith(".json") or ".safetensors.index" not in name or _OTHER_FORMAT.search(name):
        return False
    return (_HALF in name.split(".")) == (variant == _HALF)


def _check_sizes(model: Model, files: Sequence[RemoteFile]) -> None:
    """A repository may change after the catalogue was written, but not into something else."""
    for file in files:
        if not file.name.endswith(".safetensors") and file.size > SMALL_MAX:
            raise Unavailable(f"{file.path} has {file.size / 1e6:.0f} MB, too much for a configuration.")
    total = sum(file.size for file in files)
    limit = 1.5 * model.size_gb * _GB + _GB
    if total > limit:
        raise Unavailable(
            f"The repository holds {total / _GB:.1f} GB, the catalogue says {model.size_gb:g} GB. Look at "
            f"{model.repo_id} and correct data/models.toml if that is right."
        )
