"""What a generator is: one declaration that the form, the API, the price and the worker all read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Generic, Literal, Protocol, TypeVar

from domain.params import Params

P = TypeVar("P", bound=Params)
T = TypeVar("T")

Queue = Literal["gpu", "cpu"]
SLOWEST = 8.0
"""Times its estimate that a run may take: on a slow machine with other work."""
JsonValue = Any
"""Anything that `json.dumps` takes. (A recursive alias gains nothing here.)"""


@dataclass(frozen=True)
class Artifact:
    """One result file.

    Attributes:
        name: its fixed file name, e.g. "restyle-1.png".
        content_type: its media type.
        content: the bytes, or a path inside the job's workdir.
        width, height: in pixels, for pictures and videos.
        duration: in seconds, for sound and video.
    """

    name: str
    content_type: str
    content: bytes | Path
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@dataclass(frozen=True)
class StagePlan:
    """One step of a job, as the creator sees it.

    Attributes:
        name: unique in the job, e.g. "draw-3".
        title: for people, e.g. "Drawing picture 3 of 4".
        weight: its share of the work, relative to the other stages.
    """

    name: str
    title: str
    weight: float = 1.0


@dataclass(frozen=True)
class BackendInfo:
    """Which backend made a result; told to the user and recorded in the result.

    Attributes:
        kind: "builtin" or "neural".
        name: shown to people: "built-in renderer" or the model's name.
        model: the catalogue key, or None for a built-in backend.
        revision: the model's revision, or the built-in backend's version.
    """

    kind: Literal["builtin", "neural"]
    name: str
    model: str | None
    revision: str

    @property
    def identity(self) -> str:
        """Give it to `stage` as an input, so that another backend's output is never taken for this one's."""
        return f"{self.kind}:{self.model or 'builtin'}:{self.revision}"


class Backend(Protocol):
    """Makes something: a picture, a script. What it takes differs for each capability."""

    @property
    def info(self) -> BackendInfo: ...


class PriceBook(Protocol):
    """The installation's prices in whole credits."""

    def rate(self, key: str) -> int: ...


class RunContext(Protocol):
    """What a running generator may do. No database, no ledger, no queue."""

    @property
    def seed(self) -> int:
        """The seed actually used, 0..2^32-1."""

    @property
    def workdir(self) -> Path:
        """A folder of this job's own; removed when the job ends."""

    def stage(self, name: str, *inputs: JsonValue, make: Callable[[], T]) -> T:
        """Do a planned stage, or take its output from an earlier run.

        The output is stored per account under a hash of (generator, version, seed, the stage's name without
        trailing digits, `inputs`). So `inputs` must name everything else that `make` depends on: parameters,
        `Backend.info.identity`, the hash of each input file (`input_hash`), the index of a picture.

        Args:
            name: the `StagePlan.name`.
            inputs: JSON-able values.
            make: gives bytes, a JSON-able value, or the Path of a file in `workdir`.

        Returns:
            What `make` gave. After a restart the same value, read from the store; JSON values come back as JSON.

        Raises:
            JobCancelled, LeaseLost, TimeLimitExceeded: the run must end; let it through.
        """

    def progress(self, fraction: float, message: str = "", preview: bytes | None = None) -> None:
        """Report `fraction` (0..1) of the current stage; also a cancellation point.

        Args:
            message: replaces the stage's title while it runs, when given.
            preview: a small JPEG of the unfinished result, at most 64 kB.
        """

    def check_cancelled(self) -> None:
        """Raise if the run must end. Call it often: at each step or at least every 200 ms."""

    def open_input(self, asset_id: str) -> IO[bytes]:
        """Open an input file. Raises ObjectMissing when it has been deleted."""

    def input_hash(self, asset_id: str) -> str:
        """The SHA-256 of an input file, for `stage`."""

    def note(self, name: str, value: JsonValue) -> None:
        """Write down in the record how the result was made, beyond parameters and backends: once for each name."""

    def gather(self, room: int) -> None:
        """Let queued jobs that can be made together with this one (`Generator.batching`) come as far as this one is.

        Returns at once where there are none, else within seconds. Call it when only the common work is left to do.

        Args:
            room: how much they may add to the batch.

        Raises:
            JobCancelled, LeaseLost, TimeLimitExceeded: the run must end; let it through.
        """

    def backend(self, capability: str, *, builtin: bool = False, model: str | None = None) -> Any:
        """The backend that makes `capability` in this job, as `Params.backend` asks; recorded in the result.

        `builtin=True` takes the built-in one whatever was asked for: after a neural one that "auto" chose has failed.
        `model` is the key of a model in the catalogue that is insisted on; None takes the best one.

        Raises:
            BackendUnavailable: a neural one was asked for and cannot run here.
        """


@dataclass(frozen=True)
class Batching(Generic[P]):
    """Which jobs of a generator can be made together, be they of one account or of several.

    Attributes:
        key: equal for jobs that can be made together; None for one that is made by itself.
        size: how much a job adds to a batch: pictures, for one.
    """

    key: Callable[[P], Hashable | None]
    size: Callable[[P], int]


def no_stages(_params: Params) -> Sequence[StagePlan]:
    """The default plan: one stage."""
    return (StagePlan("work", "Working"),)


def never_minor(_params: Params) -> bool:
    """The default: each job counts as one."""
    return False


@dataclass(frozen=True)
class Example:
    """A filled-in form to click. `picture` is a file in data/examples, or empty."""

    title: str
    values: dict[str, JsonValue]
    picture: str = ""


@dataclass(frozen=True)
class Generator(Generic[P]):
    """One generator, declared in one file of engine/generators as `GENERATOR`.

    Attributes:
        key: its name in routes, endpoints and prices: lower case, words joined by "-".
        title: its name for people, sentence case.
        section: the group it stands in.
        summary: one line that says what comes out.
        params: the model of its parameters.
        price: credits for these parameters, at least 1.
        stages: the plan of work, known before it starts.
        run: does the work; yields each artifact when it is ready.
        position: order of its tab (design.md's order, in tens).
        version: raise it when the meaning of stage outputs changes.
        time_limit: seconds after which a run is ended and refunded, unless `estimate` says that it takes long.
        queue: where it goes when the neural backend may make it; a built-in job always goes to "cpu".
        examples: forms to click.
        batching: which jobs can be made together; None where none can. A run then calls `RunContext.gather`.
        estimate: seconds that a built-in run takes on two processor cores; None where it is a matter of seconds.
        capability: whose backend a result is said to be made by, where a run asks for several.
        revise: credits for (earlier parameters, these) where a job revises an earlier one, at least 1; such a
            generator's parameters have a field `revises` (`domain.params.Revises`). None: no job can be revised.
        minor: whether a job is a step on the way to a result, such as a storyboard: those have a limit of their own.
    """

    key: str
    title: str
    section: str
    summary: str
    params: type[P]
    price: Callable[[P, PriceBook], int]
    stages: Callable[[P], Sequence[StagePlan]]
    run: Callable[[P, RunContext], Iterator[Artifact]]
    position: int = 1000
    version: str = "1"
    time_limit: float = 600.0
    queue: Queue = "gpu"
    examples: tuple[Example, ...] = field(default=())
    batching: Batching[P] | None = None
    estimate: Callable[[P], float] | None = None
    capability: str = ""
    revise: Callable[[P, P, PriceBook], int] | None = None
    minor: Callable[[P], bool] = never_minor

    def limit_for(self, params: P) -> float:
        """Seconds after which a run with these parameters is ended and refunded."""
        expected = self.estimate(params) if self.estimate is not None else 0.0
        return max(self.time_limit, SLOWEST * expected)

    def queue_for(self, params: P) -> Queue:
        """The queue that a job with these parameters goes to."""
        return "cpu" if params.backend == "builtin" else self.queue
