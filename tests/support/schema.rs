//! A check of JSON against the few words of JSON Schema that our schemas use.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use serde_json::Value;

/// What in `value` is not as `schema` says; nothing where it is. A word of JSON Schema that is not
/// known here is an error: a schema that is not checked proves nothing.
pub(crate) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    check(schema, schema, value, "$", &mut faults);
    faults
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let words = schema.as_object().expect("a schema is an object");
    for (word, rule) in words {
        let holds = match word.as_str() {
            "$schema" | "title" | "description" | "$defs" | "additionalProperties" => true,
            "$ref" => {
                let pointer = rule.as_str().and_then(|link| link.strip_prefix('#')).expect("a link within the schema");
                check(root, root.pointer(pointer).expect("the link leads somewhere"), value, at, faults);
                true
            }
            "const" => value == rule,
            "enum" => rule.as_array().expect("a list").contains(value),
            "anyOf" => rule.as_array().expect("a list").iter().any(|schema| {
                let mut inner = Vec::new();
                check(root, schema, value, at, &mut inner);
                inner.is_empty()
            }),
            "type" => match rule.as_str().expect("a type") {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_u64() || value.is_i64(),
                "null" => value.is_null(),
                other => panic!("the type {other} is not known here"),
            },
            "minimum" => value.as_i64() >= rule.as_i64(),
            "pattern" => matches(rule.as_str().expect("a pattern"), value.as_str().unwrap_or_default()),
            "required" => {
                let missing = rule
                    .as_array()
                    .expect("a list")
                    .iter()
                    .find(|key| value.get(key.as_str().expect("a name")).is_none());
                missing.is_none()
            }
            "properties" => {
                let properties = rule.as_object().expect("an object");
                for (key, inner) in value.as_object().into_iter().flatten() {
                    match properties.get(key) {
                        Some(schema) => check(root, schema, inner, &format!("{at}.{key}"), faults),
                        None if words.get("additionalProperties") == Some(&Value::Bool(false)) => {
                            faults.push(format!("{at}: the key {key}"));
                        }
                        None => {}
                    }
                }
                true
            }
            "items" => {
                for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, inner, &format!("{at}[{index}]"), faults);
                }
                true
            }
            other => panic!("the word {other} is not known here"),
        };
        if !holds {
            faults.push(format!("{at}: {word} {rule}, found {value}"));
        }
    }
}

/// The patterns of our schemas.
fn matches(pattern: &str, text: &str) -> bool {
    let hex = |text: &str, length| text.len() == length && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match pattern {
        "^[0-9a-f]{40}$" => hex(text, 40),
        "^sha256:[0-9a-f]{64}$" => text.strip_prefix("sha256:").is_some_and(|rest| hex(rest, 64)),
        "^[A-Z][A-Z0-9_]+$" => {
            text.len() > 1
                && text.starts_with(|c: char| c.is_ascii_uppercase())
                && text.bytes().all(|b| matches!(b, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
        }
        r"^[0-9]+(\.[0-9]{2})?$" => {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let (units, cents) = text.split_once('.').unwrap_or((text, "00"));
            digits(units) && digits(cents) && cents.len() == 2
        }
        "^[0-9]+/[0-9]+$" => text.split_once('/').is_some_and(|(top, bottom)| {
            [top, bottom].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
        }),
        other => panic!("the pattern {other} is not known here"),
    }
}

/// Keys whose values are words of a fixed list, wherever they stand in a tally.
const LISTED: [&str; 12] = [
    "format",
    "method",
    "rules",
    "body",
    "mode",
    "ties",
    "outcome",
    "reason",
    "decision",
    "action",
    "decided_by",
    "state",
];

/// Each way to spoil `value` once: a field too many, a field missing, a word outside its list; with the
/// place it was done at. Places that `seen` holds, the elements of a list being one place, are left out.
pub(crate) fn spoilt(value: &Value, seen: &mut std::collections::BTreeSet<String>) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    spoil(value, value, "", "", seen, &mut all);
    all
}

fn spoil(
    root: &Value,
    here: &Value,
    pointer: &str,
    place: &str,
    seen: &mut std::collections::BTreeSet<String>,
    all: &mut Vec<(String, Value)>,
) {
    let mut with = |what: String, change: &dyn Fn(&mut Value)| {
        if seen.insert(what.clone()) {
            let mut other = root.clone();
            change(other.pointer_mut(pointer).expect("it is there"));
            all.push((what, other));
        }
    };
    match here {
        Value::Object(fields) => {
            with(format!("{place}: more"), &|value| {
                value.as_object_mut().expect("an object").insert("more".to_owned(), Value::from(1));
            });
            for (key, inner) in fields {
                with(format!("{place}.{key}: missing"), &|value| {
                    value.as_object_mut().expect("an object").remove(key);
                });
                if inner.is_string() && LISTED.contains(&key.as_str()) {
                    with(format!("{place}.{key}: another word"), &|value| value[key] = Value::from("no-such-word"));
                }
            }
            for (key, inner) in fields {
                spoil(root, inner, &format!("{pointer}/{key}"), &format!("{place}.{key}"), seen, all);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                spoil(root, item, &format!("{pointer}/{at}"), &format!("{place}[]"), seen, all);
            }
        }
        _ => {}
    }
}
