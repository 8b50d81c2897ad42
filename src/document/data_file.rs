//! `data/`: values that templates can ask for, in YAML, JSON or CSV.

use serde_json::{Map, Value};

use super::guard;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The largest file of data, in bytes: 4 MiB.
const LIMIT: usize = 4 * 1024 * 1024;

/// The value of a file of data: YAML and JSON as they are, the rows of a CSV as a list of mappings by the words of
/// its first line. Nothing where the file is of another kind.
///
/// # Errors
/// It cannot be read; the finding says where and why.
pub fn read_data(file: &FilePath, bytes: &[u8]) -> Result<Option<Value>, Box<Diagnostic>> {
    let read: fn(&str) -> Result<Value, (u32, Bilingual)> = match file.extension() {
        "yaml" | "yml" => yaml,
        "json" => json,
        "csv" => csv,
        _ => return Ok(None),
    };
    let fault = |(line, why): (u32, Bilingual)| Box::new(malformed(&why).at(Place::file(file).at_line(line)));
    if bytes.len() > LIMIT {
        return Err(fault((1, Bilingual::new("plus de 4 Mio", "more than 4 MiB"))));
    }
    let utf8 = |_| fault((1, Bilingual::new("ce n’est pas de l’UTF-8", "it is not UTF-8")));
    let text = std::str::from_utf8(bytes).map_err(utf8)?;
    read(text.strip_prefix('\u{feff}').unwrap_or(text)).map(Some).map_err(fault)
}

fn yaml(text: &str) -> Result<Value, (u32, Bilingual)> {
    if let Some(mark) = guard::forbidden(text).first() {
        let shown = mark.mark.escape_debug();
        let why = Bilingual::new(
            format!("`{shown}` introduit une ancre, un alias, une étiquette ou un caractère de commande"),
            format!("`{shown}` begins an anchor, an alias, a tag or is a control character"),
        );
        return Err((mark.line, why));
    }
    serde_yaml::from_str(text).map_err(|error| {
        let line = error.location().map_or(1, |at| at.line());
        said(line, &error.to_string())
    })
}

fn json(text: &str) -> Result<Value, (u32, Bilingual)> {
    serde_json::from_str(text).map_err(|error| said(error.line(), &error.to_string()))
}

fn csv(text: &str) -> Result<Value, (u32, Bilingual)> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let fault = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        said(usize::try_from(line).unwrap_or(1), &error.to_string())
    };
    let names = reader.headers().map_err(fault)?.clone();
    let row = |row: csv::StringRecord| -> Value {
        let cells = names.iter().zip(&row).map(|(name, cell)| (name.to_owned(), Value::from(cell)));
        Value::Object(cells.collect::<Map<_, _>>())
    };
    reader.records().map(|record| record.map(row).map_err(fault)).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn said(line: usize, what: &str) -> (u32, Bilingual) {
    (u32::try_from(line.max(1)).unwrap_or(1), Bilingual::new(what, what))
}

fn malformed(why: &Bilingual) -> Diagnostic {
    let message = Bilingual::new(format!("données illisibles : {}", why.fr), format!("unreadable data: {}", why.en));
    let help = Bilingual::new(
        "un tableau CSV a autant de cellules à chaque ligne ; YAML et JSON se lisent avec leurs retraits et leurs accolades",
        "a CSV table has as many cells on every line; YAML and JSON are read with their indents and braces",
    );
    Diagnostic::error(Code::DataMalformed, message).help(help)
}
