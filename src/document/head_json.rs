//! The head of a record as JSON, for those who take records by machine.

use serde_json::{Map, Value as Json};
use serde_yaml::Value;

use super::front_matter::Sheet;
use super::locate::Step;

/// What is said to the program alone: promises of values that can be erased, and what may be public.
const OURS: [&str; 2] = ["personal", "public_contacts"];

/// Every key of the head with its value, in the order written; places of values that can be erased are filled as
/// they are on pages, and a number with decimals is the words it is written as, since 7.10 is not 7.1.
pub(super) fn of_sheet(sheet: &Sheet<'_>) -> Map<String, Json> {
    match value(sheet, &Value::Mapping(sheet.root().clone()), &mut Vec::new()) {
        Json::Object(mut head) => {
            head.retain(|key, _| !OURS.contains(&key.as_str()));
            head
        }
        _ => Map::new(),
    }
}

fn value(sheet: &Sheet<'_>, yaml: &Value, way: &mut Vec<Step>) -> Json {
    match yaml {
        Value::Mapping(map) => {
            let pairs = map.iter().filter_map(|(key, inner)| {
                let key = key.as_str().map_or_else(|| serde_json::to_string(key).ok(), |key| Some(key.to_owned()))?;
                Some((key.clone(), within(sheet, inner, way, Step::Key(key))))
            });
            Json::Object(pairs.collect())
        }
        Value::Sequence(items) => {
            Json::Array((0..).zip(items).map(|(at, item)| within(sheet, item, way, Step::Item(at))).collect())
        }
        Value::String(words) => Json::String(sheet.filled_silently(words)),
        Value::Number(number) if !(number.is_u64() || number.is_i64()) => {
            Json::String(sheet.number_as_written(yaml, way).map_or_else(|| number.to_string(), str::to_owned))
        }
        other => serde_json::to_value(other).unwrap_or(Json::Null),
    }
}

fn within(sheet: &Sheet<'_>, yaml: &Value, way: &mut Vec<Step>, step: Step) -> Json {
    way.push(step);
    let json = value(sheet, yaml, way);
    way.pop();
    json
}
