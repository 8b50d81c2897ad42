"""The log, read and written by a second implementation (aics-tlog).

    log.py check DIR     checks DIR/log.json and the tiles beside it; prints what it found as JSON
    log.py make DIR      makes a log of its own in DIR: log.json and tiles

`tests/verifier/log_peer.rs` does the same with ours and compares.
"""

import base64
import json
import pathlib
import sys

from aics_tlog import (
    Checkpoint,
    FileSystemTileReader,
    MerkleTree,
    Note,
    audit_tiles,
    cosignature_vkey,
    format_vkey,
    parse_note,
    parse_vkey,
    sign_checkpoint,
    sign_cosignature,
    verify_checkpoint,
    verify_consistency,
    verify_leaf_inclusion,
    vkey_from_ed25519,
)
from aics_tlog.tiles import write_tiles
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def b64(data):
    return base64.b64encode(data).decode()


def unb64(texts):
    return [base64.b64decode(text) for text in texts]


def note_is_taken(text, log, witnesses):
    try:
        verdict = verify_checkpoint(parse_note(text), log, witnesses, quorum=len(witnesses))
    except ValueError:
        return None
    return {"witnesses": sorted(verdict.timestamps.items())} if verdict.ok else None


def check(folder):
    case = json.loads((folder / "log.json").read_text())
    log = parse_vkey(case["log"])
    witnesses = [parse_vkey(key) for key in case["witnesses"]]
    head = verify_checkpoint(parse_note(case["checkpoint"]), log, witnesses, quorum=len(witnesses))
    tiles = audit_tiles(FileSystemTileReader(folder / "tiles"), head.size, head.root)
    lines = [line.encode() for line in case["lines"]]
    roots = unb64(case["roots"])
    return {
        "ok": head.ok,
        "origin": head.origin,
        "tiles": tiles.tiles,
        "bundles": tiles.bundles,
        "witnesses": sorted(head.timestamps.items()),
        "same_root": MerkleTree(lines).root() == head.root == roots[-1],
        "inclusion": [
            verify_leaf_inclusion(lines[p["index"]], p["index"], p["size"], unb64(p["proof"]), roots[p["size"]])
            for p in case["inclusion"]
        ],
        "consistency": [
            verify_consistency(p["old"], p["new"], roots[p["old"]], roots[p["new"]], unb64(p["proof"]))
            for p in case["consistency"]
        ],
        "notes": [note_is_taken(text, log, witnesses) for text in case["notes"]],
    }


def make(folder):
    lines = [f"entry/1 ballot square sha256:{n:064x}".encode() for n in range(600)]
    tree = MerkleTree(lines)
    origin, witness = "ville.example/log", "temoin.example"
    log_key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    witness_key = Ed25519PrivateKey.from_private_bytes(bytes([2] * 32))
    note = sign_checkpoint(Checkpoint(origin, len(lines), tree.root()), log_key, origin)
    _, line = sign_cosignature(witness_key, witness, 1781604000, origin, len(lines), tree.root())
    note = Note(text=note.text, signatures=(*note.signatures, line))
    write_tiles(lines, folder / "tiles")
    sizes = [1, 2, 3, 255, 256, 257, 511, 512, 513, 600]
    case = {
        "log": format_vkey(vkey_from_ed25519(origin, log_key.public_key())),
        "witness": format_vkey(cosignature_vkey(witness, witness_key.public_key())),
        "witness_key": b64(witness_key.public_key().public_bytes_raw()),
        "checkpoint": note.to_bytes().decode(),
        "lines": [entry.decode() for entry in lines],
        "inclusion": [
            {"index": index, "size": size, "proof": [b64(h) for h in tree.inclusion_proof(index, size)]}
            for size in sizes
            for index in {0, size // 2, size - 1}
        ],
        "consistency": [
            {"old": old, "new": new, "proof": [b64(h) for h in tree.consistency_proof(old, new)]}
            for old in sizes
            for new in sizes
            if old <= new
        ],
    }
    (folder / "log.json").write_text(json.dumps(case))
    return {}


if __name__ == "__main__":
    mode, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    print(json.dumps({"check": check, "make": make}[mode](folder)))
