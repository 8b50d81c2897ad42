//! What templates write as the language of the page does: `day`, `number`, `address`.

use tera::{Kwargs, State, Tera};

use super::format;
use crate::collection::slug;
use crate::council::Date;
use crate::grammar::Token as _;
use crate::language::Language;

/// The names that [`add`] gives.
pub(super) const NAMES: [&str; 3] = ["day", "number", "address"];

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
