//! Old addresses of a record, which go on leading to it.

use super::Documents;
use super::record::RecordId;
use super::record_path::RecordPath;
use crate::grammar::Token;
use crate::report::{Bilingual, Place};
use crate::tree::FilePath;

/// An old address, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The address.
    pub old: OldAddress,
    /// Where it stands.
    pub place: Place,
}

/// Where a record could be found before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OldAddress {
    /// Under another id, in the same folder.
    Id(RecordId),
    /// At a path of an earlier website, such as `2016/10/25/budget.html`.
    Path(FilePath),
}

impl Documents {
    /// The record of `folder` to which the id `old` leads since it was renamed.
    #[must_use]
    pub fn renamed(&self, folder: &str, old: &RecordId) -> Option<&RecordId> {
        let is_old = |alias: &Alias| matches!(&alias.old, OldAddress::Id(id) if id == old);
        let mut records = self.every().filter(|record| record.folder == folder);
        records.find(|record| record.common.aliases.iter().any(is_old)).map(|record| record.id)
    }

    /// What errata and tombstones say of a record that was renamed since, they say of it under its new
    /// name: they are settled themselves, and may not be written anew.
    pub(super) fn follow_renames(&mut self) {
        let named = self.errata.iter().map(|(id, erratum)| (id, &erratum.facts.target));
        let errata: Vec<(RecordId, RecordId)> = self.renames(named).collect();
        let stones = self.tombstones.iter();
        let named = stones.filter_map(|(id, stone)| Some((id, &stone.facts.replaced_by.as_ref()?.0)));
        let stones: Vec<(RecordId, RecordId)> = self.renames(named).collect();
        for (erratum, new) in errata {
            if let Some(erratum) = self.errata.get_mut(&erratum) {
                erratum.facts.target.id = new;
            }
        }
        for (stone, new) in stones {
            let stone = self.tombstones.get_mut(&stone).and_then(|stone| stone.facts.replaced_by.as_mut());
            if let Some((target, _)) = stone {
                target.id = new;
            }
        }
    }

    /// Those of `named` whose record is called otherwise now, with its new name.
    fn renames<'a>(
        &self,
        named: impl Iterator<Item = (&'a RecordId, &'a RecordPath)>,
    ) -> impl Iterator<Item = (RecordId, RecordId)> {
        let gone = named.filter(|(_, target)| !self.has(target.folder, &target.id));
        gone.filter_map(|(id, target)| Some((id.clone(), self.renamed(target.folder, &target.id)?.clone())))
    }
}

impl Token for OldAddress {
    fn expected() -> Bilingual {
        Bilingual::new(
            "un ancien identifiant, ou le chemin d’une ancienne page tel que `2016/10/25/budget.html` : en .html ou un dossier, sans `?`, `#` ni `%`",
            "an old id, or the path of an old page such as `2016/10/25/budget.html`: ending in .html or a folder, without `?`, `#` or `%`",
        )
    }

    fn read(text: &str) -> Option<Self> {
        match RecordId::read(text) {
            Some(id) => Some(Self::Id(id)),
            None => page_path(text).map(Self::Path),
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Id(id) => id.to_string(),
            Self::Path(path) => path.to_string(),
        }
    }
}

/// The file that a static server opens for the path `text`: a folder is its `index.html`.
fn page_path(text: &str) -> Option<FilePath> {
    let path = text.strip_prefix('/').unwrap_or(text);
    let name = path.rsplit('/').next()?;
    let file = match name.rsplit_once('.') {
        None if text.contains('/') => format!("{}/index.html", path.strip_suffix('/').unwrap_or(path)),
        Some((_, "html" | "htm")) => path.to_owned(),
        _ => return None,
    };
    let hidden = file.split('/').any(|segment| segment.starts_with('.'));
    if hidden || file.contains(['?', '#', '%']) { None } else { FilePath::parse(&file).ok() }
}

#[cfg(test)]
mod tests {
    use super::OldAddress;
    use crate::grammar::Token as _;

    #[test]
    fn an_old_address_is_an_id_or_a_page() {
        for (text, address) in [
            ("ancien-budget", Some("ancien-budget")),
            ("2016/10/25/budget.html", Some("2016/10/25/budget.html")),
            ("/2016/10/25/budget.html", Some("2016/10/25/budget.html")),
            ("/budget/", Some("budget/index.html")),
            ("2016/budget", Some("2016/budget/index.html")),
            ("à-propos.htm", Some("à-propos.htm")),
            ("/budget", Some("budget/index.html")),
            ("budget.php", None),
            ("plan.pdf", None),
            ("Ancien", None),
            ("https://ailleurs.example/budget.html", None),
            ("../budget.html", None),
            ("a//b.html", None),
            (".git/index.html", None),
            ("budget.html?id=3", None),
            ("caf%C3%A9.html", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(OldAddress::read(text).map(|old| old.write()).as_deref(), address, "{text}");
        }
    }
}
