"""Where weights lie on disk, and whether they are complete. Imports nothing heavy: a look at folders is all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from data.catalogue import Model, Task
from engine.neural.device import Device

_INDEX = "*.safetensors.index.json"
# In the class names of parts without weights; tokenizers of sound are networks.
_WEIGHTLESS = re.compile("(?<!Audio)Tokenizer|Scheduler|Processor|Extractor")
_MANIFEST = "kinora.json"  # dates and names: no part of the weights
_CODEC = "audio_tokenizer"  # at the end of its model type, in config.json
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json")
_WEIGHED = (".json", ".safetensors", ".wav", ".pth")
XTTS_FILES = ("config.json", "model.pth", "vocab.json", "speakers_xtts.pth")
"""What the model that comes by hand consists of."""
_SAMPLE = 64 * 1024  # bytes read at the start, middle and end of each weight file to tell two files apart


class Weights:
    """The models folder: `models_dir/<key>/` holds one diffusers or transformers folder for each model.

    Only safetensors are ever read: a pickle can run code when it is loaded.
    """

    def __init__(self, models_dir: Path, catalogue: Mapping[str, Model]) -> None:
        self._models_dir = models_dir
        self._catalogue = catalogue

    def folder(self, model: Model) -> Path:
        """Where the model's pipeline lies: its own folder, or its base's."""
        return self._models_dir / (model.base or model.key)

    def lora(self, model: Model) -> Path | None:
        """The LoRA of a model that has a base, whether or not it is there; None for other models."""
        return self._models_dir / model.key / model.lora_file if model.base else None

    def codec(self, model: Model) -> Path | None:
        """Where the model's codec lies, whether or not it is there; None for models that have none."""
        return self._models_dir / model.codec if model.codec else None

    def begun(self, model: Model) -> bool:
        """Whether the model has a folder of its own, complete or not."""
        return (self._models_dir / model.key).is_dir()

    def problem(self, model: Model) -> str | None:
        """What is missing in the model's folder, for people; None when it is complete."""
        if model.by_hand:
            return next(
                (f"{name} is missing" for name in XTTS_FILES if not (self.folder(model) / name).is_file()), None
            )
        lora = self.lora(model)
        own = lora_problem(lora) if lora else problem(self.folder(model))
        if own or not model.needs:
            return own
        missing = problem(self._models_dir / model.needs)
        return f"it works on {model.needs}, and there {missing}" if missing else None

    def present(self, model: Model) -> bool:
        return self.problem(model) is None

    def wanted(self, task: Task) -> list[Model]:
        """The models that may be used for a task, best first. Non-commercial ones are never among them."""
        return [m for m in self._catalogue.values() if task in m.tasks and m.commercial]

    def nameable(self, task: Task) -> list[Model]:
        """The models that may be asked for by their key: those of `wanted`, and those that come by hand."""
        return [*self.wanted(task), *(m for m in self._catalogue.values() if task in m.tasks and m.by_hand)]

    def complete(self, task: Task) -> list[Model]:
        """Those of `wanted` whose weights are here, whether or not the device can run them."""
        return [model for model in self.wanted(task) if self.present(model)]

    def installed(self, task: Task, device: Device) -> list[Model]:
        """Those whose weights are here and which the device can run, best first."""
        return [model for model in self.complete(task) if device.fits(model)]

    def revision(self, model: Model) -> str:
        """Which weights these are: the commit that whoever downloaded them noted, else a fingerprint of the files."""
        folder = self.folder(model)
        noted = _noted_commit(folder)
        added = [self._models_dir / model.key] if model.base else []
        if noted and ip_adapter_files(folder):  # which the fingerprint would have seen
            added.append(folder / "ip_adapter")
        codec = self.codec(model)
        if codec is not None:
            added += [codec, folder / "voices"]
        return "+".join([noted or f"local-{_fingerprint(folder)}", *map(_fingerprint, added)])


def lora_problem(file: Path) -> str | None:
    """What keeps a LoRA's file from being loaded; None when it is complete."""
    if not file.is_file():
        return f"{file.name} is missing"
    return None if _whole(file) else f"{file.name} is cut short or damaged"


def problem(folder: Path) -> str | None:
    """What keeps a diffusers or transformers folder from being loaded; None when it is complete."""
    if not folder.is_dir():
        return "the folder does not exist"
    if (folder / "model_index.json").is_file():
        return _pipeline_problem(folder)
    if (folder / "config.json").is_file():
        return _model_problem(folder)
    return "model_index.json or config.json is missing"


def _pipeline_problem(folder: Path) -> str | None:
    index = _json(folder / "model_index.json")
    if index is None:
        return "model_index.json cannot be read"
    parts = components(index)
    if not parts:
        return "model_index.json names no parts"
    for name, class_name in parts.items():
        missing = _component_problem(folder / name, class_name)
        if missing:
            return f"{name}: {missing}"
    return None


def components(index: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a pipeline that its model_index.json names, each with its class."""
    return {name: str(value[1]) for name, value in index.items() if _is_component(name, value)}


def is_weightless(class_name: str) -> bool:
    """Whether a part of this class consists of configuration only."""
    return bool(_WEIGHTLESS.search(class_name))


def _is_component(name: str, value: Any) -> bool:
    """Parts are listed as [library, class]; [null, null] marks one that was left out."""
    return not name.startswith("_") and isinstance(value, list) and len(value) == 2 and None not in value


def _component_problem(folder: Path, class_name: str) -> str | None:
    if not folder.is_dir() or not any(folder.iterdir()):
        return "missing"
    return None if is_weightless(class_name) else _weights_problem(folder)


def _model_problem(folder: Path) -> str | None:
    """A transformers folder holds a model and its tokenizer side by side; a codec of sound has none."""
    is_codec = str((_json(folder / "config.json") or {}).get("model_type", "")).endswith(_CODEC)
    if not is_codec and not any((folder / name).is_file() for name in _TOKENIZERS):
        return f"no tokenizer ({', '.join(_TOKENIZERS)})"
    return _weights_problem(folder)


def _weights_problem(folder: Path) -> str | None:
    if not (folder / "config.json").is_file():
        return "config.json is missing"
    for path in sorted(folder.glob(_INDEX)):
        shards = set((_json(path) or {}).get("weight_map", {}).values())
        missing = sorted(shard for shard in shards if not (folder / shard).is_file())
        if missing or not shards:
            return f"{missing[0] if missing else path.name} is missing or damaged"
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        return "no .safetensors file (other formats are not loaded: they can run code)"
    cut = next((path.name for path in files if not _whole(path)), None)
    return f"{cut} is cut short or damaged" if cut else None


def _whole(path: Path) -> bool:
    """Whether a safetensors file has the length that its header says.

    The format: 8 bytes with the header's length, the header in JSON, then the tensors at the offsets it names
    (github.com/huggingface/safetensors, "Format").
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= size - 8:
            return False
        try:
            header = json.loads(file.read(length))
            ends = [tensor["data_offsets"][1] for name, tensor in header.items() if name != "__metadata__"]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            return False
    return bool(size == 8 + length + max(ends, default=0))


@dataclass(frozen=True)
class IpAdapterFiles:
    """An IP-Adapter beside a pipeline: `ip_adapter/<name>.safetensors` and the encoder that it was trained with."""

    weights: Path
    encoder: Path


def ip_adapter_files(folder: Path) -> IpAdapterFiles | None:
    """The IP-Adapter in a pipeline's folder; None where there is none, or not all of it, or more than one."""
    found = list((folder / "ip_adapter").glob("*.safetensors"))
    encoder = folder / "ip_adapter" / "image_encoder"
    if len(found) != 1 or not _whole(found[0]) or _weights_problem(encoder):
        return None
    return IpAdapterFiles(found[0], encoder)


def weight_variant(folder: Path) -> str | None:
    """The variant "fp16" where a part of a pipeline has its weights under that name only; else None."""
    for part in folder.iterdir():
        names = [path.name for path in part.glob("*.safetensors")] if part.is_dir() else []
        if names and all(".fp16" in name for name in names):
            return "fp16"
    return None


def _json(path: Path) -> dict[str, Any] | None:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _noted_commit(folder: Path) -> str | None:
    """As our own download notes it (engine/model_store/manifest.py), or huggingface_hub with `--local-dir`.

    The first line of the latter's note beside a file is the commit.
    """
    own = (_json(folder / _MANIFEST) or {}).get("commit")
    if isinstance(own, str):
        return own
    for name in ("model_index.json", "config.json"):
        note = folder / ".cache" / "huggingface" / "download" / f"{name}.metadata"
        try:
            commit = note.read_text(encoding="utf-8").split("\n", 1)[0].strip()
        except (OSError, ValueError):
            continue
        if len(commit) == 40 and all(c in "0123456789abcdef" for c in commit):
            return commit
    return None


def _fingerprint(folder: Path) -> str:
    """12 hex digits over names, sizes and samples of weight files and recordings, and over all configurations."""
    digest = sha256()
    found = (p for p in folder.rglob("*") if p.suffix in _WEIGHED and ".cache" not in p.parts)
    files = sorted(p for p in found if p.name != _MANIFEST)
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        for sample in _samples(path):
            digest.update(sample)
    return digest.hexdigest()[:12]


def _samples(path: Path) -> Iterator[bytes]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for start in sorted({0, max(0, size // 2 - _SAMPLE // 2), max(0, size - _SAMPLE)}):
            file.seek(start)
            yield file.read(_SAMPLE)
