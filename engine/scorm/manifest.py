"""imsmanifest.xml of a package with one lesson (ADL, SCORM 1.2 Content Aggregation Model, 2001)."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Sequence

_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TITLE_MAX = 200


def manifest(identifier: str, title: str, files: Sequence[str], mastery: int | None) -> bytes:
    """The manifest as UTF-8.

    Args:
        identifier: of the package, unique among those of a learning management system; letters, digits, "-" and ".".
        title: shown to learners.
        files: all files of the package beside the manifest; the first is the page that is opened.
        mastery: the score in percent from which a learner has passed, None for a package without a quiz.
    """
    ET.register_namespace("", _CP)
    ET.register_namespace("adlcp", _ADL)
    ET.register_namespace("xsi", _XSI)
    root = ET.Element(f"{{{_CP}}}manifest", {"identifier": f"M-{_name(identifier)}", "version": "1.2"})
    root.set(f"{{{_XSI}}}schemaLocation", f"{_CP} imscp_rootv1p1p2.xsd {_ADL} adlcp_rootv1p2.xsd")
    metadata = ET.SubElement(root, f"{{{_CP}}}metadata")
    ET.SubElement(metadata, f"{{{_CP}}}schema").text = "ADL SCORM"
    ET.SubElement(metadata, f"{{{_CP}}}schemaversion").text = "1.2"
    organizations = ET.SubElement(root, f"{{{_CP}}}organizations", {"default": "ORG-1"})
    organization = ET.SubElement(organizations, f"{{{_CP}}}organization", {"identifier": "ORG-1"})
    ET.SubElement(organization, f"{{{_CP}}}title").text = _told(title)
    item = ET.SubElement(organization, f"{{{_CP}}}item", {"identifier": "ITEM-1", "identifierref": "RES-1"})
    ET.SubElement(item, f"{{{_CP}}}title").text = _told(title)
    if mastery is not None:
        ET.SubElement(item, f"{{{_ADL}}}masteryscore").text = str(mastery)
    resources = ET.SubElement(root, f"{{{_CP}}}resources")
    resource = ET.SubElement(
        resources, f"{{{_CP}}}resource", {"identifier": "RES-1", "type": "webcontent", "href": files[0]}
    )
    resource.set(f"{{{_ADL}}}scormtype", "sco")
    for file in files:
        ET.SubElement(resource, f"{{{_CP}}}file", {"href": file})
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _told(title: str) -> str:
    return _NOT_XML.sub("", title)[:TITLE_MAX] or "Lesson"


def _name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.-]+", "-", plain).strip("-.") or "lesson"
