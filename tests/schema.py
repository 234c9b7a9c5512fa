# SPDX-FileCopyrightText: 2026 The Attune Authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds documents against a JSON schema and prints TAP; knows just the keywords that ours use, since not every machine has a validator."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "number": (int, float), "integer": int}


def is_type(value, name):
    if isinstance(value, bool) and name in ("number", "integer"):
        return False
    return isinstance(value, TYPES[name])


def is_valid(value, schema, whole):
    """Whether @value is what @schema, a part of the document @whole, says."""
    names = schema.get("type", [])
    checks = [
        not names or any(is_type(value, name) for name in ([names] if isinstance(names, str) else names)),
        "$ref" not in schema or is_valid(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole),
        "const" not in schema or (value == schema["const"] and type(value) is type(schema["const"])),
        "enum" not in schema or any(value == one and type(value) is type(one) for one in schema["enum"]),
        "not" not in schema or not is_valid(value, schema["not"], whole),
        all(is_valid(value, one, whole) for one in schema.get("allOf", [])),
        "anyOf" not in schema or any(is_valid(value, one, whole) for one in schema["anyOf"]),
        "oneOf" not in schema or sum(is_valid(value, one, whole) for one in schema["oneOf"]) == 1,
    ]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        rest = schema.get("additionalProperties", True)
        checks += [
            all(name in value for name in schema.get("required", [])),
            schema.get("minProperties", 0) <= len(value) <= schema.get("maxProperties", len(value)),
            all(is_valid(value[name], known[name], whole) for name in value if name in known),
            all(rest is True or (rest is not False and is_valid(value[name], rest, whole)) for name in value if name not in known),
        ]
    elif isinstance(value, list):
        checks += [
            schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)),
            all(is_valid(item, schema.get("items", {}), whole) for item in value),
        ]
    elif isinstance(value, str):
        checks.append(schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)))
        checks.append(re.search(schema.get("pattern", ""), value) is not None)
    elif is_type(value, "number"):
        checks.append(value >= schema.get("minimum", value))
    return all(checks)


def check(whole, cases):
    """Each case is a name, a document, and whether it is valid. Returns an exit status."""
    failed = False
    print(f"1..{len(cases)}")
    for number, (name, document, expected) in enumerate(cases, 1):
        is_right = is_valid(document, whole, whole) == expected
        failed = failed or not is_right
        print(f"{'ok' if is_right else 'not ok'} {number} {name}")
    return 1 if failed else 0
