"""Nobody is led to another site after signing in."""

from __future__ import annotations

import pytest

from ui.safe_next import safe_next


@pytest.mark.parametrize("target", ["/", "/jobs", "/result/abc", "/?again=abc", "/settings#api-keys"])
def test_paths_of_this_site_are_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        "",
        "jobs",
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "/" + "a" * 600,
    ],
)
def test_everything_else_leads_home(target: str) -> None:
    assert safe_next(target) == "/"
