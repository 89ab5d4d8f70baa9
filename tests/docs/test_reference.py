"""The generated reference says what the declarations say."""

import pytest

from docs.generate import FOLDER, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text() == pages()[name], "run `make docs`"
