"""What a script is asked to be."""

from dataclasses import dataclass

STYLES = ("educational", "storytelling", "documentary", "promotional", "conversational", "motivational")
AUDIENCES = ("general", "children", "students", "professionals", "creators")
MAX_TOPIC = 2000
MAX_EXTRA = 5000
MIN_DURATION = 15
MAX_DURATION = 600
WORDS_PER_MINUTE = 150


@dataclass(frozen=True)
class ScriptBrief:
    """One order for a script.

    topic: 1..2000 characters after trimming; audience: one of AUDIENCES; style: one of STYLES;
    duration: whole seconds, 15..600; extra: context with up to 5000 characters, whose facts are woven in;
    seed: any integer. Raises ValueError when a value is outside its range.
    """

    topic: str
    audience: str
    style: str
    duration: int
    extra: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.topic.strip()) <= MAX_TOPIC:
            raise ValueError(f"The topic needs 1 to {MAX_TOPIC} characters.")
        if len(self.extra) > MAX_EXTRA:
            raise ValueError(f"The extra context may have at most {MAX_EXTRA} characters.")
        if self.style not in STYLES:
            raise ValueError(f"Unknown style {self.style!r}; choose one of {', '.join(STYLES)}.")
        if self.audience not in AUDIENCES:
            raise ValueError(f"Unknown audience {self.audience!r}; choose one of {', '.join(AUDIENCES)}.")
        if not MIN_DURATION <= self.duration <= MAX_DURATION:
            raise ValueError(f"The duration must be {MIN_DURATION} to {MAX_DURATION} seconds.")

    @property
    def target_words(self) -> float:
        """Spoken words that fill the duration at 150 words a minute."""
        return self.duration / 60 * WORDS_PER_MINUTE
