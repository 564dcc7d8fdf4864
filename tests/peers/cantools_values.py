#!/usr/bin/env python3
"""Decodes random frames with cantools and holds doorjamb's decoder to the same values.

    tests/peers/cantools_values.py [--seed N] [DBC...]     compare; without DBC: tests/dbc and dbc/
    tests/peers/cantools_values.py --bless                 write tests/dbc/torture.vectors anew

Needs cantools (see requirements.txt beside this file). Exits 0 only if every value is equal.
"""

import argparse
import math
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TORTURE = ROOT / "tests" / "dbc" / "torture.dbc"
COMMITTED = TORTURE.with_suffix(".vectors")
COMMITTED_SEED = 20
FRAMES_PER_MESSAGE = 24
# Attributes that the committed file has; others have none of these names, which is compared too.
NETWORK_ATTRIBUTES = ["BusType", "Speed"]
MESSAGE_ATTRIBUTES = ["GenMsgSendType", "GenMsgCycleTime"]
SIGNAL_ATTRIBUTES = ["Grade", "GenSigStartValue"]

try:
    import cantools
    from cantools.database.errors import DecodeError
except ImportError:
    sys.exit(
        "cantools_values.py: CANTOOLS IS NOT INSTALLED, so nothing was compared;\n"
        f"run: python3 -m venv VENV && VENV/bin/pip install -r {HERE / 'requirements.txt'}\n"
        f"then: VENV/bin/python {Path(__file__)}"
    )


def read_text(path):
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def escape(text):
    text = "" if text is None else str(text)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")


def number(value):
    if isinstance(value, float):
        return "nan" if math.isnan(value) else repr(value)
    return str(value)


def identifier(message):
    return f"{message.frame_id:08X}" if message.is_extended_frame else f"{message.frame_id:03X}"


def attribute(name, kind, own, definitions):
    """The value in words, as doorjamb gives it: set, or default; enumerations by their word."""
    definition = definitions.get(name)
    if definition is None or definition.kind != kind:
        return ""
    if name not in own:
        return "" if definition.default_value is None else number(definition.default_value)
    value = own[name].value
    return definition.choices[value] if definition.type_name == "ENUM" else number(value)


def payloads(message, rng):
    """Random ones, and the patterns in which a wrong bit shows; multiplexers get values that exist."""
    length = message.length
    yield bytes(length)
    yield bytes([0xFF] * length)
    yield bytes(i * 37 & 0xFF for i in range(length))
    switches = [signal for signal in message.signals if signal.is_multiplexer]
    for turn in range(FRAMES_PER_MESSAGE):
        data = bytearray(rng.randbytes(length))
        if turn % 4:
            for switch in switches:
                used = {i for s in message.signals if s.multiplexer_signal == switch.name for i in s.multiplexer_ids}
                if used:
                    put(switch, data, rng.choice(sorted(used)))
        yield bytes(data)
    if not switches:
        for short in sorted(rng.sample(range(length), min(length, 3))):
            yield rng.randbytes(short)


def put(signal, data, value):
    """Writes the bits of `value`, one at a time."""
    for i in range(signal.length):
        if signal.byte_order == "little_endian":
            position = signal.start + i
        else:
            from_top = 8 * (signal.start // 8) + 7 - signal.start % 8 + signal.length - 1 - i
            position = 8 * (from_top // 8) + 7 - from_top % 8
        bit = 1 << (position % 8)
        data[position // 8] = data[position // 8] & ~bit | (bit if value >> i & 1 else 0)


def vectors(path, seed):
    """Yields the lines of a vectors file: what cantools says about the file at `path`."""
    rng = random.Random(seed)
    database = cantools.database.load_string(read_text(path), "dbc", strict=False)
    definitions = database.dbc.attribute_definitions
    yield "\t".join(["dbc", os.path.relpath(path, ROOT)])
    bus = database.buses[0] if database.buses else None
    yield "\t".join(["network", escape(bus.comment if bus else None)])
    for name in NETWORK_ATTRIBUTES:
        yield "\t".join(["network-attribute", name, escape(attribute(name, None, database.dbc.attributes, definitions))])
    for node in database.nodes:
        yield "\t".join(["node", node.name, escape(node.comment)])
    # Of messages with one identifier cantools finds the last.
    last = {identifier(message): message for message in database.messages}
    for message in last.values():
        yield from message_lines(message, definitions)
        for data in payloads(message, rng):
            yield from frame_lines(message, data)


def message_lines(message, definitions):
    fields = [identifier(message), message.name, str(message.length), str(message.cycle_time or 0)]
    fields += [message.senders[0] if message.senders else "", escape(message.comment)]
    yield "\t".join(["message"] + fields)
    own = message.dbc.attributes or {}
    for name in MESSAGE_ATTRIBUTES:
        yield "\t".join(["message-attribute", name, escape(attribute(name, "BO_", own, definitions))])
    for signal in message.signals:
        limits = ["" if limit is None else number(float(limit)) for limit in (signal.minimum, signal.maximum)]
        choices = [f"{value}={escape(word)}" for value, word in sorted((signal.choices or {}).items())]
        fields = [signal.name, escape(signal.unit), escape(signal.comment), *limits, *choices]
        yield "\t".join(["signal"] + fields)
        for name in SIGNAL_ATTRIBUTES:
            value = attribute(name, "SG_", signal.dbc.attributes or {}, definitions)
            yield "\t".join(["signal-attribute", name, escape(value)])


def frame_lines(message, data):
    head = "\t".join([identifier(message), data.hex().upper()])
    options = {"decode_choices": False, "allow_truncated": True}
    try:
        raw = message.decode(data, scaling=False, **options)
        scaled = message.decode(data, **options)
    except DecodeError as error:
        # Of overlapping signals it says only that unpacking failed.
        if "multiplexer" in str(error):
            yield "undefined\t" + head
        return
    except KeyError:
        # cantools trips over two signals of one name that are both cut off.
        return
    yield "frame\t" + head
    for name in sorted(raw):
        choices = message.get_signal_by_name(name).conversion.choices or {}
        word = choices.get(raw[name])
        fields = [name, number(raw[name]), number(scaled[name]), escape(word)]
        yield "\t".join(["value"] + fields)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=None, help="repeat a comparison")
    parser.add_argument("--bless", action="store_true", help="write the committed vectors anew")
    parser.add_argument("dbc", nargs="*", type=Path)
    arguments = parser.parse_args()

    committed = "\n".join(vectors(TORTURE, COMMITTED_SEED)) + "\n"
    if arguments.bless:
        COMMITTED.write_text(committed, encoding="utf-8")
    elif COMMITTED.read_text(encoding="utf-8") != committed:
        sys.exit(f"cantools_values.py: {COMMITTED} is not what cantools says of {TORTURE}; run with --bless and look at the difference")

    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1 << 32)
    files = arguments.dbc or sorted([*ROOT.glob("tests/dbc/*.dbc"), *ROOT.glob("dbc/*.dbc")])
    with tempfile.TemporaryDirectory() as directory:
        count = 0
        for place, path in enumerate(files):
            lines = list(vectors(path, seed))
            count += sum(line.startswith("value\t") for line in lines)
            Path(directory, f"{place}.vectors").write_text("\n".join(lines) + "\n", encoding="utf-8")
        test = ["cargo", "test", "--quiet", "--test", "it", "values_equal_cantools"]
        done = subprocess.run(test, cwd=ROOT, env={**os.environ, "DOORJAMB_VECTORS": directory})
    if done.returncode != 0:
        sys.exit(f"cantools_values.py: values differ; repeat with --seed {seed}")
    print(f"{count} values of {len(files)} DBC files equal cantools {cantools.__version__} (seed {seed})")


if __name__ == "__main__":
    main()
