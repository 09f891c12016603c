#!/usr/bin/env python3
"""Verify an export of Bihuan's record, with nothing but Python 3.8 or later and this one file.

    python3 bihuan_verify.py EXPORT.zip [--head 1234:9f2c41d077ab0c3e] [--head COUNTERSIGNED.json]
                             [--files FOLDER] [--json]

It shares no code with the system that wrote the export. What it checks:

* chain: each event carries the SHA-256 of the one before it, back to sixty-four zeros;
* facts: each row and file has the digest that the record gives last of it, and none is missing
  or there without one; each event found the rows it wrote as the record had left them;
* heads: each head noted earlier (on a paper, in a mail, signed by a neighbour) is in the chain;
* signatures: Ed25519 (RFC 8032) over the heads, by the keys that they name;
* files: with --files, the files in that folder have the digests that the record gives.

Exit code: 0 all as recorded, 1 something differs, 2 the export cannot be read.
What no export can show: a record that was rewritten as a whole before any head left the house.
"""

import argparse
import hashlib
import json
import os
import sys
import zipfile

ZEROS = "0" * 64
MOST_SHOWN = 50
FORMS = ("bihuan-record-1", "bihuan-record-2")
SIGNED_BY = "record.signed_by"
ANSWERED = "record.accepted"
SAID_OF_THE_RECORD = ("record.shapes", "record.begun", "record.resealed", ANSWERED)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("export", help="what `bihuan export-record` wrote")
    parser.add_argument("--head", action="append", default=[], metavar="HEAD")
    parser.add_argument("--files", metavar="FOLDER", help="the folder `media` itself")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    try:
        found, counts = verify(asked.export, [read_head(h) for h in asked.head], asked.files)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        print("Cannot be read: %s: %s" % (type(error).__name__, error), file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps({"found": found, "counts": counts}, ensure_ascii=False))
    else:
        tell(found, counts)
    return 1 if found else 0


def verify(path, noted, folder):
    """Return sentences on what differs, and what was counted."""
    found = []
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise ValueError("the archive is damaged at %s" % archive.testzip())
        manifest = json.loads(archive.read("manifest.json"))
        if manifest.get("form") not in FORMS:
            raise ValueError("not an export of a record")
        heads = [manifest["head"]] + noted + list(lines(archive, "heads.jsonl"))
        last, hashes, keys = read_events(archive, found)
        facts = check_facts(archive, last, found)
        files, listed = check_files(archive, last, folder, found)
    check_heads(heads, hashes, keys, found)
    counts = {"events": len(hashes), "facts": facts, "files": files, "heads": len(heads)}
    for number in manifest.get("damaged_heads", []):
        found.append("Line %s of the noted heads cannot be read" % number)
    held = dict(counts, files=listed)
    for name, said in manifest.get("counts", {}).items():
        if held.get(name) != said:
            found.append(
                "The manifest counts %s %s, the export holds %s" % (said, name, held.get(name))
            )
    return found, counts


def lines(archive, name):
    with archive.open(name) as file:
        for line in file:
            if line.strip():
                yield json.loads(line.decode("utf-8", "surrogatepass"))


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def read_events(archive, found):
    """Follow the chain; return the last digest of each fact, the hash of each event, and the keys
    that the record names as those that sign it.
    """
    last, hashes, previous, broken, between, keys = {}, {}, ZEROS, False, {}, set()
    for event in lines(archive, "events.jsonl"):
        said = [event["by"], event["verb"], event["thing"], event["thing_id"]]
        parts = [event["previous_hash"], event["at"]] + said + [event["note"]]
        if event["facts"] is not None:
            parts.append(event["facts"])
        digests = event["facts"] or {}
        is_whole = isinstance(digests, dict)
        follows = (
            is_whole
            and event["previous_hash"] == previous
            and sha256(canonical(parts)) == event["hash"]
        )
        if not follows and not broken:
            broken = True
            found.append("Event %s does not follow from the one before" % event["number"])
        previous = hashes[event["number"]] = event["hash"]
        if event["verb"] == SIGNED_BY and isinstance(event["note"], dict):
            keys.update(event["note"].get("origins", []))
        if is_whole:
            take(event["number"], event["verb"], digests, last, between)
    for name, number in between.items():
        found.append("%s had been changed outside the record before event %s" % (name, number))
    return last, hashes, keys


def take(number, verb, digests, last, between):
    """Take an event's digests; put into `between` what it found other than the record left it."""
    for name, said in digests.items():
        before = last.get(name)
        found, left = said if isinstance(said, list) else (said, said)
        if verb == ANSWERED:
            between.pop(name, None)
        elif verb not in SAID_OF_THE_RECORD:
            is_file = name.startswith("file#") and before is not None
            if found != before and (isinstance(said, list) or is_file):
                between.setdefault(name, number)
        last[name] = left


def check_facts(archive, last, found):
    there = set()
    for fact in lines(archive, "facts.jsonl"):
        name = "%s#%s" % (fact["kind"], fact["key"])
        there.add(name)
        known = last.get(name)
        if known is None:
            found.append("%s was added outside the record" % name)
        elif known != sha256(canonical(fact["values"])):
            found.append("%s was changed outside the record" % name)
    for name, known in last.items():
        if known is not None and name not in there and not name.startswith("file#"):
            found.append("%s was removed outside the record" % name)
    return len(there)


def check_files(archive, last, folder, found):
    """Compare the digests that the export gives of files, and the files themselves if at hand.

    Return how many files a row or the record names, and how many lines the export has of them:
    older ones have a line for each row that names a file.
    """
    listed = [(file["name"], file["sha256"]) for file in lines(archive, "files.jsonl")]
    given = dict(listed)
    for name in given:
        if "file#" + name not in last:
            found.append("File %s was added outside the record" % name)
    for name, known in last.items():
        kind, _, path = name.partition("#")
        if kind != "file" or known is None:
            continue
        now = given.get(path)
        if folder is not None:
            now = digest_of(os.path.join(folder, path))
        if now is None:
            found.append("File %s was removed outside the record" % path)
        elif now != known:
            found.append("File %s was changed outside the record" % path)
    recorded = {name[len("file#") :] for name in last if name.startswith("file#")}
    return len(recorded | set(given)), len(listed)


def digest_of(path):
    if not os.path.isfile(path):
        return None
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for part in iter(lambda: file.read(1 << 20), b""):
            digest.update(part)
    return digest.hexdigest()


def check_heads(heads, hashes, keys, found):
    for head in heads:
        label = "Head %s:%s" % (head["number"], head["hash"][:16])
        for key, signature, said in head.get("seals", []) + own_seal(head):
            if not signed(key, signature, canonical(said)):
                found.append("%s is not signed with the key it names" % label)
        known = hashes.get(head["number"])
        if known is None:
            found.append("%s is not in the record: it was cut or replaced" % label)
        elif not known.startswith(head["hash"]):
            found.append("%s is another event now: the record was rewritten" % label)
        elif head.get("signature") and keys and head["origin"] not in keys:
            found.append("%s is signed with a key that the record does not name" % label)


def own_seal(head):
    if not head.get("signature"):
        return []
    said = {name: head[name] for name in ("at", "hash", "number", "origin")}
    return [(head["origin"], head["signature"], said)]


def read_head(text):
    """Read a head as printed, or from a file that holds one."""
    if not os.path.isfile(text):
        number, _, digits = text.partition(":")
        digits = "".join(digits.split()).lower()
        if not number.isdigit() or len(digits) < 16 or set(digits) - set("0123456789abcdef"):
            raise ValueError("no head, it looks like 1234:9f2c41d077ab0c3e: %s" % text)
        return {"number": int(number), "hash": digits}
    with open(text, encoding="utf-8") as file:
        told = json.load(file)
    head = dict(told["head"])
    if told.get("form") == "bihuan-countersigned-1":
        said = {name: told[name] for name in ("at", "by", "head", "origin")}
        head["seals"] = [(told["origin"], told["signature"], said)]
    return head


def tell(found, counts):
    print("%(events)s events, %(facts)s facts, %(files)s files, %(heads)s heads." % counts)
    for sentence in found[:MOST_SHOWN]:
        print("- " + sentence)
    if len(found) > MOST_SHOWN:
        print("- and %s more; --json tells all" % (len(found) - MOST_SHOWN))
    print("%s things differ." % len(found) if found else "All as recorded.")


# Ed25519, after RFC 8032, section 5.1: verification only, so nothing here is secret.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


def point(data):
    """Return the point that 32 bytes stand for, in extended coordinates, or None."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def add(one, two):
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c = 2 * one[3] * two[3] * D % P
    d = 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, base):
    total = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, base)
        base = add(base, base)
        number >>= 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed(key, signature, text):
    """True if the hexadecimal signature is that of the key over the text."""
    try:
        public, seal = bytes.fromhex(key), bytes.fromhex(signature)
    except ValueError:
        return False
    if len(public) != 32 or len(seal) != 64:
        return False
    a, r, s = point(public), point(seal[:32]), int.from_bytes(seal[32:], "little")
    if a is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(seal[:32] + public + text.encode("utf-8")).digest()
    k = int.from_bytes(digest, "little") % L
    one, two = times(s, BASE), add(r, times(k, a))
    same_x = (one[0] * two[2] - two[0] * one[2]) % P == 0
    return same_x and (one[1] * two[2] - two[1] * one[2]) % P == 0


if __name__ == "__main__":
    sys.exit(main())
