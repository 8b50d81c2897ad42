//! The YAML of a head that another program was meant to read.

use serde_json::{Map, Value};

use super::front_matter::HEAD_LIMIT;
use super::guard;
use crate::report::Bilingual;

/// The keys and values of `yaml` in their order, under the rules that hold for the council's own heads:
/// at most 64 KiB, no anchor, alias, tag or control character.
///
/// # Errors
/// Why it cannot be read, and the line of `yaml` from 1.
pub fn read_foreign_yaml(yaml: &str) -> Result<Map<String, Value>, (u32, Bilingual)> {
    if yaml.len() > HEAD_LIMIT {
        return Err((1, Bilingual::new("l’en-tête dépasse 64 Kio", "the head is larger than 64 KiB")));
    }
    if let Some(mark) = guard::forbidden(yaml).first() {
        let shown = mark.mark.escape_debug();
        let words = Bilingual::new(
            format!("`{shown}` introduit une ancre, un alias, une étiquette ou un caractère de commande"),
            format!("`{shown}` begins an anchor, an alias, a tag or is a control character"),
        );
        return Err((mark.line, words));
    }
    match serde_yaml::from_str(yaml) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err((1, Bilingual::new("ce ne sont pas des lignes `clé: valeur`", "these are no lines `key: value`"))),
        Err(error) => {
            let line = error.location().map_or(1, |at| u32::try_from(at.line().max(1)).unwrap_or(1));
            Err((line, Bilingual::new(format!("YAML illisible : {error}"), format!("unreadable YAML: {error}"))))
        }
    }
}
