"""The bill as CycloneDX has it, for the tools that look for known weaknesses in what programs are made of.

``python -m bill.cyclonedx_bom BUNDLE OUT.json`` writes it, in the environment: it needs cyclonedx-python-lib.
"""

from __future__ import annotations

import sys
import uuid
from collections.abc import Iterable
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from failures import SetUpError
from packageurl import PackageURL

from bill import index
from bill.component import Bill, Component


def bom_json(bills: Iterable[Bill]) -> str:
    """Return the bill of materials of what the bills list, as JSON, the same for the same bills.

    Raises:
        SetUpError: It is not what the schema of CycloneDX wants.
    """
    found = list(bills)
    bom = Bom()
    root = Part(
        name=found[0].name,
        version=found[0].version,
        type=ComponentType.APPLICATION,
        bom_ref=found[0].name,
        licenses=[LicenseExpression(found[0].licence)],
        properties=[Property(name="coreloom:system", value=found[0].system)],
    )
    bom.metadata.component = root
    parts = [
        (each, _part(each, f"{bill.name}/{number}")) for bill in found for number, each in enumerate(bill.components)
    ]
    by_name = {f"{each.name} {each.version}": part for each, part in parts}
    held: dict[str, list[Part]] = {}
    for each, part in parts:
        bom.components.add(part)
        held.setdefault(each.within if each.within in by_name else "", []).append(part)
    for name, inner in held.items():
        bom.register_dependency(by_name.get(name, root), inner)
    texts = "".join(f"{each.name}@{each.version}:{each.licence}\n" for each, _ in parts)
    bom.serial_number = uuid.uuid5(
        uuid.NAMESPACE_URL, f"https://github.com/coreloom/coreloom {found[0].system}\n{texts}"
    )
    output: str = JsonV1Dot6(bom).output_as_string(indent=1)
    problem = JsonStrictValidator(SchemaVersion.V1_6).validate_str(output)
    if problem is not None:
        raise SetUpError(f"the bill of materials is not what CycloneDX's schema wants: {problem}")
    return output


def _part(component: Component, reference: str) -> Part:
    return Part(
        name=component.name,
        version=component.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=reference,
        licenses=[LicenseExpression(component.licence)],
        copyright=component.copyright or None,
        purl=PackageURL.from_string(component.purl) if component.purl else None,
        external_references=[
            ExternalReference(
                type=ExternalReferenceType.SOURCE_DISTRIBUTION, url=XsUri(component.source.split(", ")[0])
            )
        ]
        if component.source
        else [],
        properties=[Property(name="coreloom:file", value=path) for path in component.files],
    )


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(bom_json(index.bills(Path(sys.argv[1]))), encoding="utf-8", newline="\n")
