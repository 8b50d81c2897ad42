//! What templates write as the language of the page does: `day`, `number`, `address`; and the pictures of the site.

use std::sync::Arc;

use tera::{Kwargs, State, Tera, Value};

use super::format;
use super::links::joined;
use super::pictures::Pictures;
use crate::collection::slug;
use crate::council::Date;
use crate::grammar::Token as _;
use crate::language::Language;
use crate::tree::FilePath;

/// The names that [`add`] gives.
pub(super) const NAMES: [&str; 4] = ["day", "number", "address", "picture"];

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
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| format::number(number, language));
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
