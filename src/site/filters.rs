//! What templates write as the language of the page does: `day`, `number`, `money`, `plural`,
//! `sorted`, `address`; and the pictures of the site, `picture`.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, Value};

use super::format;
use super::links::joined;
use super::pictures::Pictures;
use crate::collection::{by_words, slug};
use crate::council::{Amount, Date};
use crate::grammar::Token as _;
use crate::language::Language;
use crate::tree::FilePath;

/// The names that [`add`] gives.
pub(super) const NAMES: [&str; 7] = ["day", "number", "money", "plural", "sorted", "address", "picture"];

/// Words, dates and numbers as the language of the page writes them.
pub(super) fn add(tera: &mut Tera, language: Language) {
    tera.register_filter("day", move |written: &str, options: Kwargs, _: &State| -> tera::TeraResult<String> {
        let style = options.get::<&str>("style")?.unwrap_or("long");
        let Some(day) = Date::read(written) else { return Ok(written.to_owned()) };
        Ok(match style {
            "short" => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
            "full" => format::long_date(day, language),
            _ => format::date(day, language),
        })
    });
    tera.register_filter("number", move |number: &Value, _: Kwargs, _: &State| {
        // The cells of a table are words.
        let written = number.to_string();
        written.parse().map_or(written, |number| format::number(number, language))
    });
    tera.register_filter("money", move |amount: &Value, options: Kwargs, _: &State| -> tera::TeraResult<String> {
        let currency = options.get::<&str>("currency")?.unwrap_or("EUR");
        let written = amount.to_string();
        Ok(Amount::read(&hundredths(&written)).map_or(written, |amount| format::money(amount, currency, language)))
    });
    tera.register_filter("plural", move |count: u64, options: Kwargs, _: &State| -> tera::TeraResult<String> {
        let (one, many): (&str, &str) = (options.must_get("one")?, options.must_get("many")?);
        Ok(language.agree(count, one, many).to_owned())
    });
    tera.register_filter("sorted", |list: Vec<Value>, options: Kwargs, _: &State| -> tera::TeraResult<Vec<Value>> {
        let by = options.get::<&str>("by")?;
        let words = |value: &Value| match by {
            Some(key) => value.get_from_path(key).map(Value::to_string),
            None => Some(value.to_string()),
        };
        let mut list = list;
        list.sort_by_cached_key(|value| by_words(&words(value).unwrap_or_default()));
        Ok(list)
    });
    tera.register_filter("address", |words: &str, _: Kwargs, _: &State| slug(words));
}

/// The pictures of the site, by their file below `content/`, or by their way from the file `beside`. Where there is no
/// such picture, the filter gives nothing.
pub(super) fn add_pictures(tera: &mut Tera, pictures: &Arc<Pictures>) {
    let pictures = Arc::clone(pictures);
    tera.register_filter("picture", move |file: &str, options: Kwargs, state: &State| -> tera::TeraResult<Value> {
        let root = options.get::<&str>("root")?.map(str::to_owned);
        let root = root.or(state.get::<String>("root")?).unwrap_or_default();
        let beside = options.get::<&str>("beside")?.unwrap_or("content/page");
        let width = options.get::<u32>("width")?.filter(|width| *width > 0);
        let file = FilePath::parse(beside).ok().and_then(|beside| joined(&beside, file));
        let shown = file.and_then(|file| pictures.shown_from(&file, &root));
        Ok(shown.map_or_else(Value::none, |shown| shown.value(width)))
    });
}

/// An amount as people write it in a data file, with two decimals or none: `7.5` is `7.50`.
fn hundredths(written: &str) -> String {
    match written.split_once('.') {
        Some((units, "0")) => units.to_owned(),
        Some((_, tenth)) if tenth.len() == 1 => format!("{written}0"),
        _ => written.to_owned(),
    }
}
