"""The before/after sheet's geometry."""

import numpy as np
import pytest

from engine.builtin.restyle.sheet import GAP, HEADER, MARGIN, WIDEST, before_after

RED, GREEN = (200, 20, 20), (20, 200, 20)


def plain(height: int, width: int, colour: tuple[int, int, int]) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


def area(sheet: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(sheet.astype(int) - colour).max(axis=2) < 8


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(600, 400), (400, 600), (1024, 1024), (300, 900), (64, 64)])
def test_all_panels_are_there_equally_large_on_a_sheet_of_bounded_width(count: int, size: tuple[int, int]) -> None:
    sheet = before_after(plain(*size, RED), [plain(*size, GREEN)] * count, "Oil")

    assert sheet.dtype == np.uint8 and sheet.shape[1] <= WIDEST and sheet.shape[0] <= WIDEST
    reds, greens = area(sheet, RED).sum(), area(sheet, GREEN).sum()
    assert greens == pytest.approx(reds * count, rel=0.08)
    rows, columns = np.nonzero(area(sheet, RED))
    tall, wide = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert wide / tall == pytest.approx(size[1] / size[0], rel=0.02)
    assert rows.min() == HEADER and columns.min() >= MARGIN


def test_one_result_stands_beside_the_photo_with_a_hairline_between() -> None:
    sheet = before_after(plain(500, 700, RED), [plain(500, 700, GREEN)], "Comic")

    row = HEADER + 10
    last_red = np.flatnonzero(area(sheet, RED)[row]).max()
    first_green = np.flatnonzero(area(sheet, GREEN)[row]).min()
    assert first_green - last_red - 1 == GAP


def test_labels_and_title_are_written() -> None:
    one, other = (before_after(plain(500, 700, RED), [plain(500, 700, GREEN)], title) for title in ("Comic", "Oil"))

    header = np.s_[:HEADER]
    assert one[header].min() < 80
    assert (one[header] != other[header]).any()
    foot = one[one.shape[0] - MARGIN - 80 : one.shape[0] - MARGIN]
    assert (foot.min(axis=2) > 230).sum() > 100  # the labels' white letters, on both panels
    halves = np.array_split(foot, 2, axis=1)
    assert all((half[:, MARGIN:-MARGIN].min(axis=2) > 230).sum() > 40 for half in halves)


def test_no_or_too_many_results_are_refused() -> None:
    photo = plain(64, 64, RED)
    for afters in ([], [photo] * 5):
        with pytest.raises(ValueError, match="one to four"):
            before_after(photo, afters, "Oil")
