"""Finds what a photograph is of: its people and their faces by MediaPipe, else what stands out."""

import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from engine.builtin.restyle.animal import Eye, animal_eyes
from engine.builtin.restyle.arrays import Bytes, Floats
from engine.builtin.restyle.face import Face
from engine.builtin.restyle.salience import head_mask, refined, salient_mask

FACES_AT_MOST = 6
_STDERR = threading.Lock()  # two threads exchanging the same file descriptor would lose it


@dataclass(frozen=True)
class Subject:
    """What a photograph is of.

    `mask` is HxW, 0 (background) to 1 (subject); all zeros where nothing stands out (a landscape, a pattern, a
    picture filled by its subject). `faces` are human; `eyes` are those of an animal seen from the front.
    """

    mask: Floats
    faces: tuple[Face, ...] = ()
    eyes: tuple[Eye, ...] = ()

    @property
    def found(self) -> bool:
        """Whether something stands out from its background."""
        return bool(self.mask.max() > 0.5)


def find_subject(photo: Bytes) -> Subject:
    """Analyse an RGB photo. Deterministic. Takes about 0.3 s, and a second more the first time in a process."""
    with _quiet():
        faces = _faces(photo)
        person = _person(photo) if faces else None
    if person is not None and 0.02 < float(person.mean()) < 0.97:
        return Subject(refined(photo, person), faces)
    eyes = () if faces else animal_eyes(photo)
    if eyes:
        return Subject(head_mask(photo, eyes[0].centre, eyes[1].centre), faces, eyes)
    return Subject(salient_mask(photo), faces, eyes)


def find_faces(photo: Bytes) -> tuple[Face, ...]:
    """The faces alone, which is quicker."""
    with _quiet():
        return _faces(photo)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what MediaPipe's native code writes to standard error away from the log."""
    with _STDERR:
        kept = os.dup(2)
        sink = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(sink, 2)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it calls what its own protobuf has deprecated
                yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(sink)


def _solutions() -> Any:
    # Imported here: it takes a second or more, and only pictures to be made need it.
    import mediapipe

    return mediapipe.solutions


def _faces(photo: Bytes) -> tuple[Face, ...]:
    """Meshes of the faces. The detector comes first: the mesh alone overlooks faces small in the frame."""
    solutions = _solutions()
    height, width = photo.shape[:2]
    with solutions.face_detection.FaceDetection(model_selection=1, min_detection_confidence=0.5) as detector:
        found = detector.process(photo).detections or []
    boxes = [detection.location_data.relative_bounding_box for detection in found[:FACES_AT_MOST]]
    crops = [_around(box, width, height) for box in boxes] or [(0, 0, width, height)]
    faces: list[Face] = []
    with solutions.face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True) as mesh:
        for x0, y0, x1, y1 in crops:
            if x1 - x0 < 24 or y1 - y0 < 24:
                continue
            result = mesh.process(np.ascontiguousarray(photo[y0:y1, x0:x1])).multi_face_landmarks
            if result:
                scale = np.array([x1 - x0, y1 - y0], np.float32)
                points = np.array([(p.x, p.y) for p in result[0].landmark], np.float32) * scale
                faces.append(Face(points + np.array([x0, y0], np.float32)))
    return _distinct(faces)


def _around(box: Any, width: int, height: int) -> tuple[int, int, int, int]:
    """A square crop about a detection (relative coordinates), wide enough for the mesh's own detector."""
    side = max(box.width * width, box.height * height) * 2.0
    x, y = (box.xmin + box.width / 2) * width, (box.ymin + box.height / 2) * height
    x0, y0 = max(0, int(x - side / 2)), max(0, int(y - side / 2))
    return x0, y0, min(width, int(x + side / 2)), min(height, int(y + side / 2))


def _distinct(faces: list[Face]) -> tuple[Face, ...]:
    """Drop faces found twice, and those too small to draw on (eyes closer than 4 pixels)."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda each: -each.span):
        apart = all(np.linalg.norm(face.centre - other.centre) > other.span for other in kept)
        if apart and face.span >= 4:
            kept.append(face)
    return tuple(kept)


def _person(photo: Bytes) -> Floats:
    """Probability of "person" at each pixel."""
    with _solutions().selfie_segmentation.SelfieSegmentation(model_selection=0) as segmenter:
        mask = segmenter.process(photo).segmentation_mask
    return np.asarray(cv2.resize(mask, (photo.shape[1], photo.shape[0])), dtype=np.float32)
