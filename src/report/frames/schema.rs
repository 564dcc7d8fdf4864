//! The JSON Schema of decoded frames. It stands by itself because the lines are put together from ready pieces, not
//! from one type; the tests hold both to each other.

use serde_json::{Value, json};

/// The JSON Schema (draft 2020-12) of every line.
pub fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "doorjamb decoded frame",
        "description": "One line of `doorjamb decode --format json`: one frame. Times are integer nanoseconds by the \
            capture's own clock, since the Unix epoch or since the start of a recording that counts from there; with \
            --relative, since the first frame.",
        "oneOf": [
            line("frame", "A frame of a known message, with the signals that are in it.", &json!({
                "can_id": identifier(),
                "message": text("The name of its message."),
                "signals": {
                    "description": "Its signals, in the order of the DBC. A signal that no multiplexer brings, or \
                        that the frame is too short for, is left out.",
                    "type": "array",
                    "items": signal()
                }
            })),
            line("unknown", "A data frame of no message that was asked for, with --unknown.", &json!({
                "can_id": identifier(),
                "data": bytes()
            })),
            line("remote", "A remote request: it carries no data.", &json!({
                "can_id": identifier(),
                "message": {
                    "description": "The name of the message that is asked for; null if it is not known.",
                    "type": ["string", "null"]
                },
                "length": {
                    "description": "How many bytes are asked for.",
                    "type": "integer", "minimum": 0, "maximum": 8
                }
            })),
            line("exchange", "A tester's question to a unit and what came of it, with --diagnostics; the time and the line \
                are those of the frame that ended the answer.", &json!({
                "request_id": identifier(),
                "response_id": identifier(),
                "unit": optional("The unit's name in the DBC; null if it has none."),
                "name": optional("The name of the service or parameter; null if it has none in OBD, UDS or KWP2000."),
                "about": optional("What the DBC calls the question; null if it says nothing of it."),
                "refused": optional("The refusal, in words; null if it was answered."),
                "request": bytes(),
                "length": { "description": "How many bytes the answer has.", "type": "integer", "minimum": 1 }
            })),
            line("error", "An error frame: what the controller says of the bus, no data of the car.", &json!({
                "class": {
                    "description": "The error class (linux/can/error.h).",
                    "type": "integer", "minimum": 0, "maximum": 0x1FFF_FFFF
                },
                "error": text("What it reports, in words."),
                "data": bytes()
            })),
        ]
    })
}

fn line(kind: &str, description: &str, own: &Value) -> Value {
    let mut properties = json!({
        "type": { "const": kind },
        "time_ns": { "description": "When.", "type": "integer" },
        "file": text("The capture."),
        "line": {
            "description": "The line in it, or the record of a binary file, from 1.",
            "type": "integer", "minimum": 0
        },
        "channel": {
            "description": "The bus, as the capture names it; null where it names none.",
            "type": ["string", "null"]
        }
    });
    if let (Some(all), Some(own)) = (properties.as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    let required: Vec<_> =
        properties.as_object().into_iter().flat_map(serde_json::Map::keys).cloned().collect();
    json!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false
    })
}

fn signal() -> Value {
    json!({
        "type": "object",
        "properties": {
            "name": text("Its name. Signals of different multiplexers may share one."),
            "raw": {
                "description": "The value on the bus: an integer of up to 64 bits, or for a float signal a float; null \
                    for a float that is no number (NaN, infinite).",
                "type": ["number", "null"]
            },
            "value": {
                "description": "The physical value: raw times factor plus offset; null as for raw.",
                "type": ["number", "null"]
            },
            "unit": text("The unit of the physical value, if it has one."),
            "label": text("The word for the raw value, if the DBC has one."),
            "grade": {
                "description": "How well the signal is known, if the DBC grades its signals: A by several sources and a \
                    real capture, B by several sources, learned by moving it on a car, C by one source, D a guess. Never treat C or D as certain.",
                "enum": ["A", "B", "learned", "C", "D"]
            }
        },
        "required": ["name", "raw", "value"],
        "additionalProperties": false
    })
}

fn identifier() -> Value {
    json!({
        "description": "The identifier, three hexadecimal digits for 11 bits, eight for 29.",
        "type": "string",
        "pattern": "^([0-9A-F]{3}|[0-9A-F]{8})$"
    })
}

fn bytes() -> Value {
    json!({
        "description": "The bytes in hexadecimal.",
        "type": "string",
        "pattern": "^([0-9A-F]{2})*$"
    })
}

fn optional(description: &str) -> Value {
    json!({ "description": description, "type": ["string", "null"] })
}

fn text(description: &str) -> Value {
    json!({ "description": description, "type": "string" })
}
